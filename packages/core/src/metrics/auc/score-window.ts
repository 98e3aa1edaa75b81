import { SnapshotError } from '../../errors.js'
import { growBytes, growFloats } from '../../memory/grow.js'
import { NO_BYTES, NO_FLOATS } from '../../memory/none.js'
import { ScoreBlocks } from '../../memory/score-blocks.js'

/**
 * The last so many scores, each of a positive or of a negative. What comes is written down and
 * put in order when it is asked for: at once if it is asked for often, never if it is not.
 */
export class ScoreWindow {
  static readonly id = 'metrics.ScoreWindow'
  static readonly state = ['scores', 'positive', 'first', 'end'] as const

  // A ring of twice the window, so that what has left it is still known when that is counted.
  private scores: Float64Array = NO_FLOATS
  private positive: Uint8Array = NO_BYTES
  private first = 0 // the number of the oldest score in the window, counted from the first ever
  private end = 0 // the number of the next one
  private readonly blocks: ScoreBlocks = new ScoreBlocks()
  private orderedFirst = 0 // which ones the blocks hold
  private orderedEnd = 0
  private stale = true
  private twice = 0 // Σ over the negatives: 2 · positives above + positives with the same score
  private odd = 0 // the negatives that share their score with an odd number of positives

  get count(): number {
    return this.end - this.first
  }

  push(score: number, positive: number, size: number): void {
    this.reserve(size)
    const at = this.end % this.scores.length
    this.scores[at] = score + 0 // -0 becomes 0
    this.positive[at] = positive
    this.end += 1
    if (this.end - this.first > size) this.first += 1
  }

  /** Takes out the oldest one with that score and class; false if there is none. */
  take(score: number, positive: number): boolean {
    const { scores } = this
    let at = this.first
    while (at < this.end) {
      const slot = at % scores.length
      if (scores[slot] === score && this.positive[slot] === positive) break
      at += 1
    }
    if (at === this.end) return false
    if (at === this.first) this.first += 1
    else this.close(at)
    return true
  }

  /** River: a tie counts half a pair, but half the positives of a tie are rounded down. */
  rocArea(): number {
    this.arrange()
    const { positives, negatives } = this.blocks
    if (positives === 0 || negatives === 0) return 0
    return (this.twice - this.odd) / 2 / (positives * negatives)
  }

  precisionRecallArea(): number {
    this.arrange()
    const { positives, negatives } = this.blocks
    if (positives === 0 || negatives === 0) return 0
    return this.blocks.precisionRecallArea() / positives
  }

  /** Up to twice the window, and then round and round. */
  private reserve(size: number): void {
    const room = this.scores.length
    if (this.end < room || room >= 2 * size) return
    this.scores = growFloats(this.scores, room + 1)
    this.positive = growBytes(this.positive, room + 1)
    if (this.scores.length <= 2 * size) return
    this.scores = this.scores.slice(0, 2 * size)
    this.positive = this.positive.slice(0, 2 * size)
  }

  /** Takes out one in the middle: all are written down anew, from the first place on. */
  private close(gap: number): void {
    const { scores, positive, first, end } = this
    const kept = end - first - 1
    const room = scores.length
    const nextScores = new Float64Array(room)
    const nextPositive = new Uint8Array(room)
    for (let i = 0; i < kept; i++) {
      const from = (first + i + (first + i < gap ? 0 : 1)) % room
      nextScores[i] = scores[from]
      nextPositive[i] = positive[from]
    }
    this.scores = nextScores
    this.positive = nextPositive
    this.first = 0
    this.end = kept
    this.stale = true
  }

  /** Brings the blocks up to date: by what has come and gone, or anew if that is less. */
  private arrange(): void {
    const { first, end } = this
    const room = this.scores.length
    const changes = end - this.orderedEnd + (first - this.orderedFirst)
    if (this.stale || end - this.orderedFirst > room || changes > 2 * this.count) {
      this.blocks.clear()
      this.twice = 0
      this.odd = 0
      this.orderedFirst = first
      this.orderedEnd = first
      this.stale = false
    }
    for (; this.orderedEnd < end; this.orderedEnd++) this.enter(this.orderedEnd % room)
    for (; this.orderedFirst < first; this.orderedFirst++) this.leave(this.orderedFirst % room)
  }

  private enter(at: number): void {
    const { blocks, scores } = this
    const positive = this.positive[at]
    blocks.find(scores, at)
    this.countPairs(positive, blocks.ownPositives, 1)
    blocks.add(scores, at, positive)
  }

  private leave(at: number): void {
    const { blocks } = this
    const positive = this.positive[at]
    blocks.find(this.scores, at)
    this.countPairs(positive, blocks.ownPositives - positive, -1)
    blocks.remove(positive)
  }

  /** The pairs one makes with the others, `equals` of which are positives of the same score. */
  private countPairs(positive: number, equals: number, by: number): void {
    const { blocks } = this
    if (positive) {
      this.twice += by * (2 * blocks.negativesBelow + blocks.ownNegatives)
      this.odd += by * (equals % 2 === 0 ? blocks.ownNegatives : -blocks.ownNegatives)
    } else {
      const above = blocks.positives - blocks.positivesBelow - blocks.ownPositives
      this.twice += by * (2 * above + blocks.ownPositives)
      this.odd += by * (blocks.ownPositives % 2)
    }
  }

  checkSize(size: number): void {
    const { scores, positive, first, end } = this
    const whole = Number.isSafeInteger(first) && Number.isSafeInteger(end) && first >= 0
    const room = scores.length
    const fits = whole && end >= first && end - first <= size && positive.length === room
    const turned = end > room // by then the ring has its full length
    if (!fits || room > 2 * size || (turned && room < 2 * size)) {
      throw new SnapshotError('the scores of a window must fit its size', end)
    }
    if (scores.every(Number.isFinite) && positive.every((bit) => bit <= 1)) return
    throw new SnapshotError('the scores of a window must be finite numbers, of two classes')
  }
}
