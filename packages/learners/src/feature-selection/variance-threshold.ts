import { growFloats, type Row, type Rules, SnapshotError, Transformer } from '@coelho/core'

export interface VarianceThresholdOptions {
  /** Features whose variance is not larger are left out. */
  readonly threshold: number
  /** A feature that was seen less often stays in. */
  readonly minSamples: number
}

/**
 * Leaves out features that hardly vary.
 *
 * @example
 * const selector = new VarianceThreshold()
 * for (const b of [1, 2]) selector.learnOne({ a: 5, b })
 * selector.transformOne({ a: 5, b: 3 }) // => { b: 3 }
 */
export class VarianceThreshold extends Transformer<VarianceThresholdOptions> {
  static override readonly id = 'featureSelection.VarianceThreshold'
  static override readonly rules: Rules<VarianceThresholdOptions> = {
    threshold: { kind: 'number', default: 0 },
    minSamples: { kind: 'integer', default: 2, atLeast: 0 },
  }
  static override readonly state = ['seen', 'mean', 'spread'] as const

  // For each feature how often it was seen, its mean, and its squared distances from it.
  private seen: Float64Array = new Float64Array(8)
  private mean: Float64Array = new Float64Array(8)
  private spread: Float64Array = new Float64Array(8)

  /** The variance of each feature. */
  get variances(): Map<string, number> {
    const entries = this.schema.names().map((name, f) => [name, this.variance(f)] as const)
    return new Map(entries.filter((_, feature) => this.seen[feature] > 0))
  }

  override get keepsValues(): boolean {
    return true
  }

  learnRow(row: Row): void {
    if (row.width > this.seen.length) this.reserve(row.width)
    const { indices, values, count } = row
    const { seen, mean, spread } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      const before = mean[feature]
      const n = seen[feature] + 1
      const after = before + (1 / n) * (x - before)
      seen[feature] = n
      mean[feature] = after
      spread[feature] += (x - before) * (x - after)
    }
  }

  private reserve(width: number): void {
    this.seen = growFloats(this.seen, width)
    this.mean = growFloats(this.mean, this.seen.length)
    this.spread = growFloats(this.spread, this.seen.length)
  }

  private variance(feature: number): number {
    const n = this.seen[feature]
    return n > 1 ? this.spread[feature] / (n - 1) : 0
  }

  transformRow(row: Row, out: Row): void {
    const { indices, values, count } = row
    const { threshold, minSamples } = this.options
    out.clear()
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const n = feature < this.seen.length ? this.seen[feature] : 0
      const isNew = n === 0 || n < minSamples
      if (isNew || this.variance(feature) > threshold) out.put(feature, values[feature])
    }
    out.seal(row.width)
  }

  checkState(): void {
    const { seen, mean, spread } = this
    const sizes = mean.length === seen.length && spread.length === seen.length
    if (sizes && seen.every((n) => n >= 0)) return
    throw new SnapshotError('the tables of VarianceThreshold must be of one length')
  }
}
