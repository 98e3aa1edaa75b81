import { type Row, type Rules, random, type Schema, seeded, Transformer } from '@coelho/core'
import { addComponents, transformDense } from './components.js'
import { Projection } from './projection.js'

export interface SparseRandomProjectorOptions {
  /** How many features come out. */
  readonly nComponents: number
  /** The share of weights that are not 0. */
  readonly density: number
  /** Of the generator of the weights; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Few features out of many: each is a sum of some, with a random sign. Weights are drawn for a
 * feature when it is first learned, one component after the other. (River draws them while
 * transforming.)
 *
 * @example
 * const projector = new SparseRandomProjector({ nComponents: 2, density: 0.5, seed: 42 })
 * projector.learnOne({ a: 3, b: 2 })
 * Object.keys(projector.transformOne({ a: 3, b: 2 })) // => ['0', '1']
 */
export class SparseRandomProjector extends Transformer<SparseRandomProjectorOptions> {
  static override readonly id = 'preprocessing.SparseRandomProjector'
  static override readonly rules: Rules<SparseRandomProjectorOptions> = {
    nComponents: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    density: { kind: 'number', default: 0.1, above: 0, atMost: 1 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['output', 'rng', 'projection'] as const
  static readonly parts: readonly unknown[] = [random.Random, Projection]

  private readonly output: Schema = addComponents(this.schema, this.options.nComponents)
  private readonly rng: random.Random = seeded('SparseRandomProjector', this.options.seed)
  private readonly projection: Projection = new Projection()

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override foretells(row: Row): boolean {
    return row.stamp !== 0
  }

  learnRow(row: Row): void {
    this.projection.weightsFor(row, this.options.nComponents, this.rng, this.draw, true)
  }

  transformRow(row: Row, out: Row): void {
    const { nComponents } = this.options
    const weights = this.projection.weightsFor(row, nComponents, this.rng, this.draw, false)
    transformDense(row, weights, nComponents, out)
  }

  private readonly draw = (
    rng: random.Random,
    features: Int32Array,
    weights: Float64Array,
    width: number,
  ): void => {
    const { density } = this.options
    const size = Math.sqrt(1 / (density * width))
    for (let k = 0; k < features.length; k++) {
      for (let component = 0; component < width; component++) {
        if (rng.random() >= density) continue
        weights[features[k] * width + component] = rng.random() < 0.5 ? size : -size
      }
    }
  }

  checkState(): void {
    this.projection.check(this.options.nComponents)
  }
}
