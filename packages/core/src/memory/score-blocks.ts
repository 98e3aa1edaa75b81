import { growBytes, growFloats, growInts } from './grow.js'
import { NO_BYTES, NO_FLOATS, NO_INTS } from './none.js'

/** How many scores a block holds at most: moving so many is as fast as finding the place. */
const ROOM = 64

/**
 * Scores in ascending order, each with how many positives and negatives have it, in blocks that
 * are split when they are full. Adding, removing and counting what lies below take a search over
 * the blocks and one within; walking through all is as fast as through arrays.
 */
export class ScoreBlocks {
  /** How many there are of all scores. */
  positives = 0
  negatives = 0
  /** Of the score last found: its own counts, and those of all scores below. */
  ownPositives = 0
  ownNegatives = 0
  positivesBelow = 0
  negativesBelow = 0
  private count = 0 // of blocks; the k-th in order lies in slot order[k]
  private order: Int32Array = NO_INTS
  private slots = 0 // that were ever used
  private free: Int32Array = NO_INTS
  private freeCount = 0
  // By slot:
  private sizes: Int32Array = NO_INTS
  private scores: Float64Array = NO_FLOATS
  private ups: Int32Array = NO_INTS
  private downs: Int32Array = NO_INTS
  private slotUps: Int32Array = NO_INTS
  private slotDowns: Int32Array = NO_INTS
  // The scores above which precision may be higher than below: negatives, the last of those that
  // follow each other. By slot, how many there are, unless that has to be found out (0); then for
  // each what lies above it in its block, and its own positives.
  private isKnown: Uint8Array = NO_BYTES
  private rises: Int32Array = NO_INTS
  private riseUps: Int32Array = NO_INTS
  private riseAll: Int32Array = NO_INTS
  private riseOwn: Int32Array = NO_INTS
  // Fenwick trees over the blocks in order: the sums of so many blocks up to each.
  private upSums: Int32Array = NO_INTS
  private downSums: Int32Array = NO_INTS
  private block = 0 // where the score last found is, or belongs
  private place = 0
  private found = false

  clear(): void {
    this.positives = 0
    this.negatives = 0
    this.count = 0
    this.slots = 0
    this.freeCount = 0
  }

  /** Looks a score up. */
  find(scores: Float64Array, at: number): void {
    this.search(scores, at)
    this.countBelow()
  }

  /** Adds a positive (1) or a negative (0) at the score last found. */
  add(scores: Float64Array, at: number, positive: number): void {
    if (!this.found) this.insert(scores, at)
    const cell = this.order[this.block] * ROOM + this.place
    this.step(cell, positive, 1)
  }

  /** Removes one at the score last found, which must be there. */
  remove(positive: number): void {
    const slot = this.order[this.block]
    const cell = slot * ROOM + this.place
    this.step(cell, positive, -1)
    if (this.ups[cell] + this.downs[cell] > 0) return
    const { scores, ups, downs } = this
    const end = slot * ROOM + --this.sizes[slot]
    for (let to = cell; to < end; to++) {
      scores[to] = scores[to + 1]
      ups[to] = ups[to + 1]
      downs[to] = downs[to + 1]
    }
    if (this.sizes[slot] === 0) this.dropBlock(this.block)
  }

  /**
   * Σ over the thresholds, from the lowest up: how many positives fall below, times the precision
   * there. It is the highest so far, and changes in straight lines from threshold to threshold;
   * behind the last one it is 1.
   */
  precisionRecallArea(): number {
    const { order, riseUps, riseAll, riseOwn, slotUps, slotDowns, isKnown } = this
    let ups = this.positives // in this block and above
    let all = ups + this.negatives
    let best = ups / all // the highest precision so far
    let before = ups // positives above the threshold before
    let area = 0
    for (let k = 0; k < this.count; k++) {
      const slot = order[k]
      if (isKnown[slot] === 0) this.findRises(slot)
      ups -= slotUps[slot]
      all -= slotUps[slot] + slotDowns[slot]
      let end = slot * ROOM + this.rises[slot]
      if (all === 0 && end > slot * ROOM && riseAll[end - 1] === 0) end -= 1 // behind the last one
      // Without a jump that nobody could foresee: precision rises at every other place or so.
      for (let rise = slot * ROOM; rise < end; rise++) {
        const above = ups + riseUps[rise]
        const own = riseOwn[rise]
        const higher = Math.max(best, above / (all + riseAll[rise]))
        area += (before - above - own) * best + own * (best + higher) * 0.5
        best = higher
        before = above
      }
    }
    const last = order[this.count - 1]
    const highest = this.ups[last * ROOM + this.sizes[last] - 1]
    return area + (before - highest) * best + (highest * (best + 1)) / 2
  }

  /** Walks down a block. */
  private findRises(slot: number): void {
    const { ups, downs, riseUps, riseAll, riseOwn } = this
    const start = slot * ROOM
    let above = this.slotUps[slot]
    let all = above + this.slotDowns[slot]
    let rise = start
    const end = start + this.sizes[slot]
    for (let cell = start; cell < end; cell++) {
      const own = ups[cell]
      const others = downs[cell]
      above -= own
      all -= own + others
      // Precision rises above negatives; the next one decides if that too has only those.
      const isLast = cell + 1 === end || ups[cell + 1] > 0
      if (others === 0 || (own === 0 && !isLast)) continue
      riseUps[rise] = above
      riseAll[rise] = all
      riseOwn[rise] = own
      rise += 1
    }
    this.rises[slot] = rise - start
    this.isKnown[slot] = 1
  }

  private search(list: Float64Array, at: number): void {
    const { order, sizes, scores } = this
    const score = list[at]
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (scores[order[middle] * ROOM] <= score) low = middle + 1
      else high = middle
    }
    this.block = low > 0 ? low - 1 : 0
    this.place = 0
    this.found = false
    if (this.count === 0) return
    const slot = order[this.block]
    const start = slot * ROOM
    low = start
    high = start + sizes[slot]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (scores[middle] < score) low = middle + 1
      else high = middle
    }
    this.place = low - start
    this.found = this.place < sizes[slot] && scores[low] === score
  }

  private countBelow(): void {
    const { ups, downs, upSums, downSums } = this
    let positives = 0
    let negatives = 0
    for (let k = this.block; k > 0; k &= k - 1) {
      positives += upSums[k]
      negatives += downSums[k]
    }
    const start = this.count > 0 ? this.order[this.block] * ROOM : 0
    const end = start + this.place
    for (let cell = start; cell < end; cell++) {
      positives += ups[cell]
      negatives += downs[cell]
    }
    this.positivesBelow = positives
    this.negativesBelow = negatives
    this.ownPositives = this.found ? ups[end] : 0
    this.ownNegatives = this.found ? downs[end] : 0
  }

  /** One more or one less, in the cell and in all sums it is part of. */
  private step(cell: number, positive: number, by: number): void {
    const sums = positive ? this.upSums : this.downSums
    const slot = this.order[this.block]
    this.isKnown[slot] = 0
    if (positive) {
      this.slotUps[slot] += by
      this.ups[cell] += by
      this.positives += by
    } else {
      this.slotDowns[slot] += by
      this.downs[cell] += by
      this.negatives += by
    }
    for (let k = this.block + 1; k <= this.count; k += k & -k) sums[k] += by
  }

  /** Makes room for a score that is not there yet, at the place where it was looked for. */
  private insert(list: Float64Array, at: number): void {
    if (this.count === 0) this.newBlock(0)
    let slot = this.order[this.block]
    if (this.sizes[slot] === ROOM) {
      this.split(this.block)
      this.search(list, at)
      slot = this.order[this.block]
    }
    const { scores, ups, downs } = this
    const cell = slot * ROOM + this.place
    const end = slot * ROOM + this.sizes[slot]++
    for (let to = end; to > cell; to--) {
      scores[to] = scores[to - 1]
      ups[to] = ups[to - 1]
      downs[to] = downs[to - 1]
    }
    scores[cell] = list[at]
    ups[cell] = 0
    downs[cell] = 0
  }

  /** The upper half of a full block becomes the next one. */
  private split(k: number): void {
    this.newBlock(k + 1)
    const from = this.order[k]
    const to = this.order[k + 1]
    const half = ROOM / 2
    for (const list of [this.scores, this.ups, this.downs]) {
      list.copyWithin(to * ROOM, from * ROOM + half, (from + 1) * ROOM)
    }
    this.sizes[from] = half
    this.sizes[to] = half
    this.isKnown[from] = 0
    this.sumUp()
  }

  private newBlock(k: number): void {
    const slot = this.freeCount > 0 ? this.free[--this.freeCount] : this.slots++
    this.sizes = growInts(this.sizes, slot + 1)
    this.scores = growFloats(this.scores, (slot + 1) * ROOM)
    const room = (slot + 1) * ROOM
    this.ups = growInts(this.ups, room)
    this.downs = growInts(this.downs, room)
    this.riseUps = growInts(this.riseUps, room)
    this.riseAll = growInts(this.riseAll, room)
    this.riseOwn = growInts(this.riseOwn, room)
    this.rises = growInts(this.rises, slot + 1)
    this.slotUps = growInts(this.slotUps, slot + 1)
    this.slotDowns = growInts(this.slotDowns, slot + 1)
    this.isKnown = growBytes(this.isKnown, slot + 1)
    this.isKnown[slot] = 0
    this.order = growInts(this.order, this.count + 1)
    this.order.copyWithin(k + 1, k, this.count)
    this.order[k] = slot
    this.sizes[slot] = 0
    this.count += 1
    this.upSums = growInts(this.upSums, this.count + 1)
    this.downSums = growInts(this.downSums, this.count + 1)
    this.sumUp()
  }

  private dropBlock(k: number): void {
    this.free = growInts(this.free, this.freeCount + 1)
    this.free[this.freeCount++] = this.order[k]
    this.order.copyWithin(k, k + 1, this.count)
    this.count -= 1
    this.sumUp()
  }

  /** The sums anew, after blocks have come or gone: once in many updates. */
  private sumUp(): void {
    const { order, sizes, ups, downs, upSums, downSums, slotUps, slotDowns, count } = this
    upSums.fill(0, 0, count + 1)
    downSums.fill(0, 0, count + 1)
    for (let k = 1; k <= count; k++) {
      const slot = order[k - 1]
      slotUps[slot] = 0
      slotDowns[slot] = 0
      for (let cell = slot * ROOM; cell < slot * ROOM + sizes[slot]; cell++) {
        slotUps[slot] += ups[cell]
        slotDowns[slot] += downs[cell]
      }
      upSums[k] += slotUps[slot]
      downSums[k] += slotDowns[slot]
      const next = k + (k & -k) // all that belong to k were added to it before
      if (next > count) continue
      upSums[next] += upSums[k]
      downSums[next] += downSums[k]
    }
  }
}
