import { type FeatureValue, type Row, type Rules, Transformer } from '@coelho/core'

export interface BinarizerOptions {
  /** What is larger becomes true. */
  readonly threshold: number
  /** What comes out as: `true` and `false`, or 1 and 0. In rows they are the same. */
  readonly dtype: 'boolean' | 'number'
}

/**
 * Numbers become true where they are above a threshold, else false. Strings stay what they are.
 *
 * @example
 * const binarizer = new Binarizer({ threshold: 2 })
 * binarizer.transformOne({ a: 3, b: 2, shop: 'north' }) // => { a: true, b: false, shop: 'north' }
 */
export class Binarizer extends Transformer<BinarizerOptions> {
  static override readonly id = 'preprocessing.Binarizer'
  static override readonly rules: Rules<BinarizerOptions> = {
    threshold: { kind: 'number', default: 0 },
    dtype: { kind: 'string', default: 'boolean', choices: ['boolean', 'number'] },
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get learns(): boolean {
    return false
  }

  learnRow(_row: Row): void {}

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const { threshold } = this.options
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const x = values[feature]
      const isCategory = this.schema.kind(feature) === 'category'
      out.values[feature] = isCategory ? x : Number(x > threshold)
    }
    for (let k = 0; k < row.nullCount; k++) out.putNull(row.nulls[k])
  }

  override transformToObject(row: Row): Record<string, FeatureValue> {
    const x = super.transformToObject(row)
    if (this.options.dtype === 'number') return x
    for (const name in x) {
      if (this.schema.kind(this.schema.find(name)) === 'number') x[name] = isTrue(x[name])
    }
    return x
  }
}

function isTrue(value: FeatureValue): FeatureValue {
  return value === null ? null : value === 1
}
