import {
  type Given,
  growFloats,
  InvalidOptionError,
  type Row,
  type Rules,
  SnapshotError,
  stats,
  Transformer,
} from '@coelho/core'

export interface RobustScalerOptions {
  /** Subtract the median. */
  readonly withCentering: boolean
  /** Divide by the range between two quantiles. */
  readonly withScaling: boolean
  /** The lower of the two quantiles. */
  readonly qInf: number
  /** The upper one. */
  readonly qSup: number
}

/**
 * Scales each feature by its median and the range between its quartiles, which outliers hardly
 * move. Both are estimated in constant memory. A feature without range becomes 0.
 *
 * @example
 * const scaler = new RobustScaler()
 * for (let x = 0; x <= 100; x++) scaler.learnOne({ x })
 * scaler.transformOne({ x: 75 }) // => { x: 0.5 }
 */
export class RobustScaler extends Transformer<RobustScalerOptions> {
  static override readonly id = 'preprocessing.RobustScaler'
  static override readonly rules: Rules<RobustScalerOptions> = {
    withCentering: { kind: 'boolean', default: true },
    withScaling: { kind: 'boolean', default: true },
    qInf: { kind: 'number', default: 0.25, above: 0, below: 1 },
    qSup: { kind: 'number', default: 0.75, above: 0, below: 1 },
  }
  static override readonly state = ['medians', 'ranges', 'median', 'range'] as const
  static readonly parts: readonly unknown[] = [stats.Quantile, stats.IQR]

  /** For each feature, where they are wanted. */
  private readonly medians: stats.Quantile[] = []
  private readonly ranges: stats.IQR[] = []
  // What they say, for each feature; 0 while it was not seen.
  private median: Float64Array = new Float64Array(8)
  private range: Float64Array = new Float64Array(8)

  constructor(given: Given<RobustScalerOptions> = {}) {
    super(given)
    const { qInf, qSup } = this.options
    if (qInf < qSup) return
    throw new InvalidOptionError(this.who, 'qInf', `must be below qSup (${qSup})`, qInf)
  }

  learnRow(row: Row): void {
    this.reserve(row.width)
    const { medians, ranges } = this
    const { withCentering, withScaling } = this.options
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      const x = row.values[feature]
      if (withCentering) {
        medians[feature].update(x)
        this.median[feature] = medians[feature].get() as number
      }
      if (withScaling) {
        ranges[feature].update(x)
        this.range[feature] = ranges[feature].get() as number
      }
    }
  }

  private reserve(width: number): void {
    const { withCentering, withScaling, qInf, qSup } = this.options
    const { medians, ranges } = this
    while (withCentering && medians.length < width) medians.push(new stats.Quantile({ q: 0.5 }))
    while (withScaling && ranges.length < width) ranges.push(new stats.IQR({ qInf, qSup }))
    this.median = growFloats(this.median, width)
    this.range = growFloats(this.range, width)
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const { median, range } = this
    const { withScaling } = this.options
    const known = median.length
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const centered = feature < known ? values[feature] - median[feature] : values[feature]
      const divisor = feature < known ? range[feature] : 0
      if (!withScaling) out.values[feature] = centered
      else out.values[feature] = divisor === 0 ? 0 : centered / divisor
    }
  }

  checkState(): void {
    const { medians, ranges, median, range } = this
    const { qInf, qSup } = this.options
    const isMedian = (one: unknown) => one instanceof stats.Quantile && one.q === 0.5
    const isRange = (one: unknown) =>
      one instanceof stats.IQR && one.options.qInf === qInf && one.options.qSup === qSup
    const fits = Math.max(medians.length, ranges.length) <= median.length
    if (fits && range.length === median.length && medians.every(isMedian) && ranges.every(isRange))
      return
    throw new SnapshotError('RobustScaler must have quantiles for its features')
  }
}
