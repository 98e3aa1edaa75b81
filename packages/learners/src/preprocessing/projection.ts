import { growBytes, growFloats, type Row, random, relayout, SnapshotError } from '@coelho/core'

/** Draws the weights of new features: `weights` has a row of `width` numbers for each feature. */
export type DrawWeights = (
  rng: random.Random,
  features: Int32Array,
  weights: Float64Array,
  width: number,
) => void

/**
 * A row of random weights for each feature, drawn when the feature is first learned. For features
 * that were never learned they are drawn as they will be, and forgotten.
 */
export class Projection {
  static readonly id = 'preprocessing.Projection'
  static readonly state = ['weights', 'features'] as const

  /** A row for each feature. */
  private weights: Float64Array = new Float64Array(0)
  /** Which features have weights: 1 for each that has. */
  private features: Uint8Array = new Uint8Array(0)
  /** Features without weights, and what is drawn for them while transforming. */
  private fresh: Int32Array = new Int32Array(0)
  private ahead: Float64Array = new Float64Array(0)

  /** Draws what a row lacks; gives the weights, or with `forget` those of a prediction. */
  weightsFor(
    row: Row,
    width: number,
    rng: random.Random,
    draw: DrawWeights,
    keep: boolean,
  ): Float64Array {
    const { order, count } = row
    let lacking = 0
    for (let k = 0; k < count; k++) if (!this.has(order[k])) lacking += 1
    if (lacking === 0) return this.weights
    this.fresh = new Int32Array(lacking)
    for (let k = 0, at = 0; k < count; k++) {
      if (!this.has(order[k])) this.fresh[at++] = order[k]
    }
    if (keep) {
      this.reserve(row.width, width)
      for (const feature of this.fresh) this.features[feature] = 1
      draw(rng, this.fresh, this.weights, width)
      return this.weights
    }
    const copy = new random.Random(0)
    copy.setState(rng.getState())
    this.ahead = growFloats(this.weights.slice(), row.width * width)
    draw(copy, this.fresh, this.ahead, width)
    return this.ahead
  }

  private has(feature: number): boolean {
    return feature < this.features.length && this.features[feature] === 1
  }

  private reserve(features: number, width: number): void {
    const before = this.features.length
    if (features <= before) return
    this.features = growBytes(this.features, features)
    this.weights = relayout(this.weights, before, width, this.features.length, width)
  }

  check(width: number): void {
    const { weights, features } = this
    const valid =
      features.every((flag) => flag === 0 || flag === 1) && weights.every(Number.isFinite)
    if (valid && weights.length === features.length * width) return
    throw new SnapshotError('a projection must have weights for its features')
  }
}
