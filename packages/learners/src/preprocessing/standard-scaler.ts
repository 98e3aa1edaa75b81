import { growFloats, type Row, type Rules, SnapshotError, Transformer } from '@coelho/core'
import { WindowedMoments } from './windowed-moments.js'

export interface StandardScalerOptions {
  /** Divide by the standard deviation; else only the mean is subtracted. */
  readonly withStd: boolean
  /** Scale by the last so many values of each feature; null: by all. */
  readonly windowSize: number | null
}

/**
 * Scales each feature to mean 0 and variance 1, by what it has seen of it so far. A feature
 * without variance becomes 0.
 *
 * @example
 * const scaler = new StandardScaler()
 * for (const x of [10, 12, 14]) scaler.learnOne({ x })
 * scaler.transformOne({ x: 12 }) // => { x: 0 }
 */
export class StandardScaler extends Transformer<StandardScalerOptions> {
  static override readonly id = 'preprocessing.StandardScaler'
  static override readonly rules: Rules<StandardScalerOptions> = {
    withStd: { kind: 'boolean', default: true },
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state = ['seen', 'mean', 'variance', 'window'] as const
  static readonly parts: readonly unknown[] = [WindowedMoments]

  // A number for each feature.
  private seen: Float64Array = new Float64Array(8)
  private mean: Float64Array = new Float64Array(8)
  private variance: Float64Array = new Float64Array(8)
  private readonly window: WindowedMoments | null = this.options.windowSize
    ? new WindowedMoments()
    : null

  learnRow(row: Row): void {
    if (row.width > this.seen.length) this.reserve(row.width)
    if (this.window) this.learnWindow(row, this.window)
    else this.learnAll(row)
  }

  private learnAll(row: Row): void {
    const { indices, values, count } = row
    const { seen, mean, variance } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      const n = seen[feature] + 1
      const before = mean[feature]
      const after = before + (x - before) / n
      seen[feature] = n
      mean[feature] = after
      variance[feature] += ((x - before) * (x - after) - variance[feature]) / n
    }
  }

  private learnWindow(row: Row, window: WindowedMoments): void {
    const size = this.options.windowSize as number
    window.reserve(row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      this.seen[feature] += 1
      window.update(feature, row.values[feature], size)
      this.mean[feature] = window.mean[feature]
      this.variance[feature] = window.variance(feature)
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const { mean, variance } = this
    const to = out.values
    const known = mean.length
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      if (feature >= known) to[feature] = this.options.withStd ? 0 : x
      else if (!this.options.withStd) to[feature] = x - mean[feature]
      else {
        const v = variance[feature]
        to[feature] = v > 0 ? (x - mean[feature]) / Math.sqrt(v) : 0
      }
    }
  }

  /** How often each feature was seen. */
  get counts(): Map<string, number> {
    return this.byName(this.seen)
  }

  /** The mean of each feature. */
  get means(): Map<string, number> {
    return this.byName(this.mean)
  }

  /** The variance of each feature; none without `withStd`. */
  get vars(): Map<string, number> {
    return this.options.withStd ? this.byName(this.variance) : new Map()
  }

  private byName(numbers: Float64Array): Map<string, number> {
    return new Map(this.schema.names().map((name, feature) => [name, numbers[feature] ?? 0]))
  }

  private reserve(width: number): void {
    this.seen = growFloats(this.seen, width)
    this.mean = growFloats(this.mean, this.seen.length)
    this.variance = growFloats(this.variance, this.seen.length)
  }

  checkState(): void {
    const { length } = this.seen
    if (this.mean.length !== length || this.variance.length !== length) {
      throw new SnapshotError('the tables of StandardScaler must be of one length')
    }
    this.window?.checkSize(this.options.windowSize as number, length)
  }
}
