import { growFloats, type Row, type Rules, SnapshotError, stats, Transformer } from '@coelho/core'
import { byName } from './by-name.js'
import { checkWindows } from './check-windows.js'

export interface MinMaxScalerOptions {
  /** Scale by the last so many values of each feature; null: by all. */
  readonly windowSize: number | null
}

/**
 * Scales each feature to the range from 0 to 1, by the smallest and the largest value it has seen
 * of it. A feature that has not varied, or was never seen, becomes 0.
 *
 * @example
 * const scaler = new MinMaxScaler()
 * for (const x of [10, 20]) scaler.learnOne({ x })
 * scaler.transformOne({ x: 15 }) // => { x: 0.5 }
 */
export class MinMaxScaler extends Transformer<MinMaxScalerOptions> {
  static override readonly id = 'preprocessing.MinMaxScaler'
  static override readonly rules: Rules<MinMaxScalerOptions> = {
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state = ['low', 'high', 'lows', 'highs'] as const
  static readonly parts: readonly unknown[] = [stats.RollingMin, stats.RollingMax]

  // A number for each feature; infinite while it was not seen.
  private low: Float64Array = new Float64Array(8).fill(Infinity)
  private high: Float64Array = new Float64Array(8).fill(-Infinity)
  /** A window for each feature; none where all values count. */
  private readonly lows: stats.RollingMin[] = []
  private readonly highs: stats.RollingMax[] = []

  /** The smallest value of each feature. */
  get min(): Map<string, number> {
    return byName(this.schema, this.low)
  }

  /** The largest value of each feature. */
  get max(): Map<string, number> {
    return byName(this.schema, this.high)
  }

  learnRow(row: Row): void {
    if (row.width > this.low.length) this.reserve(row.width)
    if (this.options.windowSize !== null) {
      this.learnWindow(row, this.options.windowSize)
      return
    }
    const { indices, values, count } = row
    const { low, high } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      if (x < low[feature]) low[feature] = x
      if (x > high[feature]) high[feature] = x
    }
  }

  private learnWindow(row: Row, windowSize: number): void {
    const { lows, highs } = this
    while (lows.length < row.width) {
      lows.push(new stats.RollingMin({ windowSize }))
      highs.push(new stats.RollingMax({ windowSize }))
    }
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      lows[feature].update(row.values[feature])
      highs[feature].update(row.values[feature])
      this.low[feature] = lows[feature].get() as number
      this.high[feature] = highs[feature].get() as number
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const { low, high } = this
    const to = out.values
    const known = low.length
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const range = feature < known ? high[feature] - low[feature] : 0
      to[feature] = range > 0 ? (values[feature] - low[feature]) / range : 0
    }
  }

  private reserve(width: number): void {
    this.low = growFloats(this.low, width, Infinity)
    this.high = growFloats(this.high, this.low.length, -Infinity)
  }

  checkState(): void {
    const { low, high, lows, highs } = this
    if (low.length !== high.length || lows.length !== highs.length || lows.length > low.length) {
      throw new SnapshotError('the tables of MinMaxScaler must be of one length')
    }
    checkWindows(lows, stats.RollingMin, this.options.windowSize)
    checkWindows(highs, stats.RollingMax, this.options.windowSize)
  }
}
