import { growFloats, type Row, SnapshotError, Transformer } from '@coelho/core'

/**
 * Fills in what is missing with the last value that was seen of the feature. Missing is what is
 * given as null; in a frame, an empty cell. What has never been seen stays null.
 *
 * @example
 * const imputer = new PreviousImputer()
 * imputer.learnOne({ shop: 'north', amount: 3 })
 * imputer.transformOne({ shop: null, amount: 5 }) // => { shop: 'north', amount: 5 }
 */
export class PreviousImputer extends Transformer {
  static override readonly id = 'preprocessing.PreviousImputer'
  static override readonly state = ['latest'] as const

  /** For each feature its last value; NaN while there is none. */
  private latest: Float64Array = new Float64Array(8).fill(Number.NaN)

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get keepsValues(): boolean {
    return true
  }

  learnRow(row: Row): void {
    this.latest = growFloats(this.latest, row.width, Number.NaN)
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) this.latest[indices[k]] = values[indices[k]]
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    for (let k = 0; k < count; k++) out.values[indices[k]] = values[indices[k]]
    if (row.nullCount === 0) return
    for (let k = 0; k < row.nullCount; k++) {
      const feature = row.nulls[k]
      const value = feature < this.latest.length ? this.latest[feature] : Number.NaN
      if (value === value) out.put(feature, value)
      else out.putNull(feature)
    }
    out.seal(row.width)
  }

  checkState(): void {
    const { latest, schema } = this
    const valid = (value: number, feature: number) =>
      value !== value ||
      (feature < schema.size && Number.isFinite(value) && this.isValue(feature, value))
    if (latest.every(valid)) return
    throw new SnapshotError('PreviousImputer must have values of its features')
  }

  private isValue(feature: number, value: number): boolean {
    const { schema } = this
    return schema.kind(feature) === 'number' || schema.category(feature, value) !== undefined
  }
}
