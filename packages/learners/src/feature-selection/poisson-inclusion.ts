import {
  growBytes,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
  Transformer,
} from '@coelho/core'

export interface PoissonInclusionOptions {
  /** The probability with which a feature is let in each time it is met. */
  readonly p: number
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Lets a feature in at random, once and for all: with probability `p` each time it is met, so
 * that rare features mostly stay out. It is decided when an event is learned (in River when it is
 * transformed), one draw for each feature that is not in, in the order of the event.
 *
 * @example
 * const selector = new PoissonInclusion({ p: 0.5, seed: 42 })
 * for (let i = 0; i < 3; i++) selector.learnOne({ a: 1, b: 2 })
 * selector.transformOne({ a: 1, b: 2, never: 3 }) // => { a: 1, b: 2 }
 */
export class PoissonInclusion extends Transformer<PoissonInclusionOptions> {
  static override readonly id = 'featureSelection.PoissonInclusion'
  static override readonly rules: Rules<PoissonInclusionOptions> = {
    p: { kind: 'number', atLeast: 0, atMost: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['rng', 'isIn'] as const
  static readonly parts: readonly unknown[] = [random.Random]

  private readonly rng: random.Random = seeded('PoissonInclusion', this.options.seed)
  /** For each feature 1 if it is in. */
  private isIn: Uint8Array = new Uint8Array(8)

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  override get takesCategories(): boolean {
    return true
  }

  /** The names of the features that are in. */
  get included(): Set<string> {
    return new Set(this.schema.names().filter((_, feature) => this.isIn[feature] === 1))
  }

  override get keepsValues(): boolean {
    return true
  }

  learnRow(row: Row): void {
    this.isIn = growBytes(this.isIn, row.width)
    const { order, count } = row
    for (let k = 0; k < count; k++) {
      const feature = order[k]
      if (this.isIn[feature] === 0 && this.rng.random() < this.options.p) this.isIn[feature] = 1
    }
  }

  transformRow(row: Row, out: Row): void {
    const { order, values, count } = row
    out.clear()
    for (let k = 0; k < count; k++) {
      const feature = order[k]
      if (feature < this.isIn.length && this.isIn[feature] === 1) out.put(feature, values[feature])
    }
    out.seal(row.width)
  }

  checkState(): void {
    if (this.isIn.every((flag) => flag === 0 || flag === 1)) return
    throw new SnapshotError('PoissonInclusion must know which features are in')
  }
}
