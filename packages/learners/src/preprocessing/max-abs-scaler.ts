import { growFloats, type Row, type Rules, SnapshotError, stats, Transformer } from '@coelho/core'
import { byName } from './by-name.js'
import { checkWindows } from './check-windows.js'

export interface MaxAbsScalerOptions {
  /** Scale by the last so many values of each feature; null: by all. */
  readonly windowSize: number | null
}

/**
 * Scales each feature to the range from -1 to 1, by the largest size of a value it has seen of
 * it; 0 stays 0. A feature that was always 0, or never seen, becomes 0.
 *
 * @example
 * const scaler = new MaxAbsScaler()
 * for (const x of [10, -20]) scaler.learnOne({ x })
 * scaler.transformOne({ x: 15 }) // => { x: 0.75 }
 */
export class MaxAbsScaler extends Transformer<MaxAbsScalerOptions> {
  static override readonly id = 'preprocessing.MaxAbsScaler'
  static override readonly rules: Rules<MaxAbsScalerOptions> = {
    windowSize: { kind: 'integer', default: null, nullable: true, atLeast: 1, atMost: 16_777_216 },
  }
  static override readonly state = ['largest', 'windows'] as const
  static readonly parts: readonly unknown[] = [stats.RollingAbsMax]

  /** A number for each feature; 0 while it was not seen. */
  private largest: Float64Array = new Float64Array(8)
  /** A window for each feature; none where all values count. */
  private readonly windows: stats.RollingAbsMax[] = []

  /** The largest size of a value of each feature. */
  get absMax(): Map<string, number> {
    return byName(this.schema, this.largest)
  }

  learnRow(row: Row): void {
    if (row.width > this.largest.length) this.largest = growFloats(this.largest, row.width)
    if (this.options.windowSize !== null) {
      this.learnWindow(row, this.options.windowSize)
      return
    }
    const { indices, values, count } = row
    const { largest } = this
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const size = Math.abs(values[feature])
      if (size > largest[feature]) largest[feature] = size
    }
  }

  private learnWindow(row: Row, windowSize: number): void {
    const { windows } = this
    while (windows.length < row.width) windows.push(new stats.RollingAbsMax({ windowSize }))
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      windows[feature].update(row.values[feature])
      this.largest[feature] = windows[feature].get() as number
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const { largest } = this
    const to = out.values
    const known = largest.length
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const most = feature < known ? largest[feature] : 0
      to[feature] = most > 0 ? values[feature] / most : 0
    }
  }

  checkState(): void {
    if (this.windows.length > this.largest.length) {
      throw new SnapshotError('the tables of MaxAbsScaler must be of one length')
    }
    checkWindows(this.windows, stats.RollingAbsMax, this.options.windowSize)
  }
}
