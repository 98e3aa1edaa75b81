import { growFloats, NO_FLOATS, relayout, SnapshotError } from '@coelho/core'

/** What a tree remembers of its splits, beyond what it needs to grow. */
export class Insight {
  static readonly id = 'tree.Insight'
  static readonly state = ['gains', 'worths', 'rows', 'width'] as const

  /** By feature: how far impurity fell times the weight it fell for, over all splits so far. */
  gains: Float64Array = NO_FLOATS
  /**
   * A row per node, with what a branch stood for when it was split: the share of each class by
   * label code, or the mean of the targets. The rows of leaves are out of date.
   */
  private worths: Float64Array = NO_FLOATS
  private rows = 0
  private width = 0

  /** A leaf is split by a feature. */
  note(node: number, feature: number, gain: number): void {
    this.gains = growFloats(this.gains, feature + 1)
    const sum = this.gains[feature] + gain
    // Targets near the end of what numbers can hold have variances beyond it.
    if (gain > 0 && sum < Infinity) this.gains[feature] = sum
    if (node < this.rows) this.worths.fill(0, node * this.width, (node + 1) * this.width)
  }

  /** What the leaf that is split stood for. */
  keep(node: number, code: number, worth: number): void {
    this.reserve(node + 1, code + 1)
    this.worths[node * this.width + code] = worth
  }

  private reserve(rows: number, width: number): void {
    if (rows <= this.rows && width <= this.width) return
    const toRows = rows > this.rows ? Math.max(rows, Math.ceil(1.25 * this.rows)) : this.rows
    const toWidth = width > this.width ? Math.max(width, Math.ceil(1.5 * this.width)) : this.width
    this.worths = relayout(this.worths, this.rows, this.width, toRows, toWidth)
    this.rows = toRows
    this.width = toWidth
  }

  /** Two nodes have changed places. */
  swap(a: number, b: number): void {
    this.reserve(Math.max(a, b) + 1, this.width)
    const { worths, width } = this
    for (let k = 0; k < width; k++) {
      const held = worths[a * width + k]
      worths[a * width + k] = worths[b * width + k]
      worths[b * width + k] = held
    }
  }

  /** The number that a branch stood for: of the class with this code, or the mean at 0. */
  worth(node: number, code: number): number {
    const known = node < this.rows && code >= 0 && code < this.width
    return known ? this.worths[node * this.width + code] : 0
  }

  get bytes(): number {
    return this.gains.byteLength + this.worths.byteLength
  }

  /** Throws unless it fits so many features; a branch `mustKnow` what it stood for. */
  checkFit(features: number, mustKnow: readonly number[]): void {
    const { gains, worths, rows, width } = this
    const known = gains.every((gain, k) => gain >= 0 && gain < Infinity && (k < features || !gain))
    const whole = [rows, width].every((n) => Number.isSafeInteger(n) && n >= 0)
    const fits = whole && worths.length === rows * width
    if (known && fits && mustKnow.every((node) => node < rows && width > 0)) return
    throw new SnapshotError('a tree must know what its branches stood for')
  }
}
