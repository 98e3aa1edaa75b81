import { type Row, type Rules, random, type Schema, seeded, Transformer } from '@coelho/core'
import { addComponents, transformDense } from './components.js'
import { Projection } from './projection.js'

export interface GaussianRandomProjectorOptions {
  /** How many features come out. */
  readonly nComponents: number
  /** Of the generator of the weights; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Few features out of many: each is a sum of all, with normal random weights. Distances between
 * events are roughly kept. Weights are drawn for a feature when it is first learned, in order:
 * for each component, for each new feature. (River draws them while transforming.)
 *
 * @example
 * const projector = new GaussianRandomProjector({ nComponents: 2, seed: 42 })
 * projector.learnOne({ a: 1, b: 2 })
 * Object.keys(projector.transformOne({ a: 1, b: 2 })) // => ['0', '1']
 */
export class GaussianRandomProjector extends Transformer<GaussianRandomProjectorOptions> {
  static override readonly id = 'preprocessing.GaussianRandomProjector'
  static override readonly rules: Rules<GaussianRandomProjectorOptions> = {
    nComponents: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['output', 'rng', 'projection'] as const
  static readonly parts: readonly unknown[] = [random.Random, Projection]

  private readonly output: Schema = addComponents(this.schema, this.options.nComponents)
  private readonly rng: random.Random = seeded('GaussianRandomProjector', this.options.seed)
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
    this.projection.weightsFor(row, this.options.nComponents, this.rng, drawNormal, true)
  }

  transformRow(row: Row, out: Row): void {
    const { nComponents } = this.options
    const weights = this.projection.weightsFor(row, nComponents, this.rng, drawNormal, false)
    transformDense(row, weights, nComponents, out)
  }

  checkState(): void {
    this.projection.check(this.options.nComponents)
  }
}

function drawNormal(
  rng: random.Random,
  features: Int32Array,
  weights: Float64Array,
  width: number,
): void {
  const deviation = 1 / Math.sqrt(width)
  for (let component = 0; component < width; component++) {
    for (let k = 0; k < features.length; k++) {
      weights[features[k] * width + component] = rng.gauss(0, deviation)
    }
  }
}
