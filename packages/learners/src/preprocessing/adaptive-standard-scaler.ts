import { growFloats, type Row, type Rules, SnapshotError, Transformer } from '@coelho/core'

export interface AdaptiveStandardScalerOptions {
  /** How much the newest value counts; what came before counts the rest. */
  readonly fadingFactor: number
}

/**
 * Scales each feature by a mean and a variance that forget: old values count less and less, so
 * that it follows a feature whose level or spread moves.
 *
 * @example
 * const scaler = new AdaptiveStandardScaler({ fadingFactor: 0.5 })
 * for (const x of [10, 12]) scaler.learnOne({ x })
 * scaler.transformOne({ x: 12 }) // => { x: 1 }
 */
export class AdaptiveStandardScaler extends Transformer<AdaptiveStandardScalerOptions> {
  static override readonly id = 'preprocessing.AdaptiveStandardScaler'
  static override readonly rules: Rules<AdaptiveStandardScalerOptions> = {
    fadingFactor: { kind: 'number', default: 0.3, atLeast: 0, atMost: 1 },
  }
  static override readonly state = ['seen', 'mean', 'square'] as const

  // A number for each feature: how often it was seen, and the fading means of x and x².
  private seen: Float64Array = new Float64Array(8)
  private mean: Float64Array = new Float64Array(8)
  private square: Float64Array = new Float64Array(8)

  learnRow(row: Row): void {
    if (row.width > this.seen.length) this.reserve(row.width)
    const { indices, values, count } = row
    const { seen, mean, square } = this
    const fresh = this.options.fadingFactor
    const old = 1 - fresh
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      const first = seen[feature]++ === 0
      mean[feature] = first ? x : fresh * x + old * mean[feature]
      square[feature] = first ? x * x : fresh * (x * x) + old * square[feature]
    }
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const mean = this.mean[feature] ?? 0
      const variance = (this.square[feature] ?? 0) - mean * mean
      out.values[feature] = variance > 0 ? (values[feature] - mean) / Math.sqrt(variance) : 0
    }
  }

  private reserve(width: number): void {
    this.seen = growFloats(this.seen, width)
    this.mean = growFloats(this.mean, this.seen.length)
    this.square = growFloats(this.square, this.seen.length)
  }

  checkState(): void {
    const { length } = this.seen
    if (this.mean.length !== length || this.square.length !== length) {
      throw new SnapshotError('the tables of AdaptiveStandardScaler must be of one length')
    }
  }
}
