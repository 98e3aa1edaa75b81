import {
  type Given,
  InvalidOptionError,
  math,
  type Row,
  type Rules,
  Transformer,
} from '@coelho/core'

export interface NormalizerOptions {
  /** Of the norm: 1 adds up the sizes, 2 is Euclid's, Infinity takes the largest. */
  readonly order: number
}

/**
 * Divides each event by its norm, so that all have length 1. An event of zeros stays one.
 *
 * @example
 * new Normalizer({ order: 1 }).transformOne({ a: 1, b: -3 }) // => { a: 0.25, b: -0.75 }
 */
export class Normalizer extends Transformer<NormalizerOptions> {
  static override readonly id = 'preprocessing.Normalizer'
  static override readonly rules: Rules<NormalizerOptions> = {
    order: { kind: 'any', default: 2 },
  }

  constructor(given: Given<NormalizerOptions> = {}) {
    super(given)
    const { order } = this.options
    if (typeof order === 'number' && order > 0) return
    throw new InvalidOptionError('Normalizer', 'order', 'must be a number above 0', order)
  }

  override get learns(): boolean {
    return false
  }

  learnRow(_row: Row): void {}

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
    const { indices, values, count } = row
    const norm = this.norm(row)
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      out.values[feature] = norm > 0 ? values[feature] / norm : 0
    }
  }

  private norm(row: Row): number {
    const { order } = this.options
    const { indices, values, count } = row
    let sum = 0
    let most = 0
    for (let k = 0; k < count; k++) {
      const size = Math.abs(values[indices[k]])
      if (size > most) most = size
      if (order === 1) sum += size
      else if (order === 2) sum += size * size
      else if (size > 0) sum += math.exp(order * math.log(size))
    }
    if (order === Infinity) return most
    if (order === 1) return sum
    return order === 2 ? Math.sqrt(sum) : sum > 0 ? math.exp(math.log(sum) / order) : 0
  }
}
