import { growFloats, growInts, relayout, SnapshotError } from '@coelho/core'
import type { ClassColumn, ThresholdTrial } from '../splitter/column-splitter.js'

/**
 * All values of a feature in a binary search tree, for the exhaustive splitter. Each node has a
 * value, and per class the weight of what came to it with at most that value, and with more.
 */
export class CutTree implements ClassColumn {
  static readonly id = 'tree.CutTree'
  static readonly state = ['cuts', 'smaller', 'larger', 'upTo', 'above', 'rows', 'count'] as const

  private cuts: Float64Array = new Float64Array(8)
  /** The nodes with smaller and with larger values, or 0: the root is nobody's child. */
  private smaller: Int32Array = new Int32Array(8)
  private larger: Int32Array = new Int32Array(8)
  /** A row per node, an entry per class. */
  private upTo: Float64Array = new Float64Array(16)
  private above: Float64Array = new Float64Array(16)
  /** How many classes there is room for. */
  private rows = 2
  count = 0

  update(x: number, place: number, weight: number): void {
    if (place >= this.rows) this.reserveClasses(place + 1)
    const { rows } = this
    if (this.count === 0) this.add(x, 0, false)
    let node = 0
    for (;;) {
      const cut = this.cuts[node]
      if (x <= cut) {
        this.upTo[node * rows + place] += weight
        if (x === cut) return
        if (this.smaller[node] === 0) this.add(x, node, true)
        node = this.smaller[node]
      } else {
        this.above[node * rows + place] += weight
        if (this.larger[node] === 0) this.add(x, node, false)
        node = this.larger[node]
      }
    }
  }

  private add(x: number, parent: number, isSmaller: boolean): void {
    const node = this.count++
    this.cuts = growFloats(this.cuts, this.count)
    this.smaller = growInts(this.smaller, this.count)
    this.larger = growInts(this.larger, this.count)
    this.upTo = growFloats(this.upTo, this.count * this.rows)
    this.above = growFloats(this.above, this.count * this.rows)
    this.cuts[node] = x
    if (node > 0) (isSmaller ? this.smaller : this.larger)[parent] = node
  }

  private reserveClasses(rows: number): void {
    const room = this.cuts.length
    this.upTo = relayout(this.upTo, room, this.rows, room, rows)
    this.above = relayout(this.above, room, this.rows, room, rows)
    this.rows = rows
  }

  /** It tells nothing of densities: naive Bayes passes the feature over. */
  probability(): number {
    return 0
  }

  addScores(): void {}

  keepsNothing(): boolean {
    return false
  }

  /**
   * Each value is a threshold, a node before those below it. What its parent has on either side
   * is corrected by what lies between the two.
   */
  tryAll(trial: ThresholdTrial): void {
    if (this.count === 0) return
    const { classes, weights } = trial
    const width = 2 * classes
    let waiting: Float64Array = new Float64Array(16 * (width + 2)) // parent's weights, node, parent
    let count = 1
    waiting[width] = 0
    waiting[width + 1] = -1
    while (count > 0) {
      const at = --count * (width + 2)
      const node = waiting[at + width]
      weights.set(waiting.subarray(at, at + width))
      this.divide(trial, node, waiting[at + width + 1])
      trial.judge(this.cuts[node])
      waiting = growFloats(waiting, (count + 2) * (width + 2))
      for (const child of [this.larger[node], this.smaller[node]]) {
        if (child === 0) continue
        const to = count++ * (width + 2)
        waiting.set(weights.subarray(0, width), to)
        waiting[to + width] = child
        waiting[to + width + 1] = node
      }
    }
  }

  /** From what the parent has on either side to what the node has. */
  private divide({ places, classes, weights }: ThresholdTrial, node: number, parent: number): void {
    const { rows, upTo, above } = this
    for (let k = 0; k < classes; k++) {
      const place = places[k]
      const own = place < rows ? upTo[node * rows + place] : 0
      const beyond = place < rows ? above[node * rows + place] : 0
      let left = weights[k]
      let right = weights[classes + k]
      if (parent < 0) {
        left = own
        right = beyond
      } else if (this.smaller[parent] === node) {
        const all = place < rows ? upTo[parent * rows + place] : 0
        const same = less(less(all, own), beyond) // what has the very value of the parent
        left = less(less(left, beyond), same)
        right = right + beyond + same
      } else {
        left += own
        right = less(right, own)
      }
      weights[k] = left
      weights[classes + k] = right
    }
  }

  get bytes(): number {
    const links = this.smaller.byteLength + this.larger.byteLength
    return 200 + this.cuts.byteLength + links + this.upTo.byteLength + this.above.byteLength
  }

  checkState(): void {
    const { cuts, smaller, larger, rows, count } = this
    const room = Math.min(cuts.length, smaller.length, larger.length)
    let valid = Number.isSafeInteger(count) && count >= 0 && count <= room
    valid &&= Number.isSafeInteger(rows) && rows > 0
    valid &&= Math.min(this.upTo.length, this.above.length) >= count * rows
    // Nodes stand behind their parents: no way leads back.
    for (let node = 0; valid && node < count; node++) {
      for (const child of [smaller[node], larger[node]]) {
        valid &&= child === 0 || (child > node && child < count)
      }
    }
    if (!valid) throw new SnapshotError('a tree of values must lead from its root to each of them')
  }
}

/**
 * River: subtracts through a counter, which drops what is no longer above 0, so that the old
 * weight stays.
 */
function less(from: number, weight: number): number {
  const rest = from - weight
  return rest > 0 ? rest : from
}
