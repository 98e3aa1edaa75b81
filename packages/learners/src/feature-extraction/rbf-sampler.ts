import {
  type Given,
  nextStamp,
  type Row,
  type Rules,
  random,
  Schema,
  SnapshotError,
  seeded,
  Transformer,
} from '@coelho/core'
import { Projection } from '../preprocessing/projection.js'

export interface RBFSamplerOptions {
  /** How fast likeness falls with distance. */
  readonly gamma: number
  /** How many features come out for each that goes in. */
  readonly nComponents: number
  /** Of the generator of weights and offsets; null: one is drawn. */
  readonly seed: random.Seed
}

const MOST_FEATURES = 16_777_216

/**
 * Random waves of each feature, so that a linear model can follow curves: cos(wx + b), with
 * normal weights w. Offsets are drawn first, weights when a feature is first learned. (River
 * draws them while transforming.) Features are named `x,0`, `x,1`, …
 *
 * @example
 * const sampler = new RBFSampler({ nComponents: 2, seed: 42 })
 * sampler.learnOne({ x: 1 })
 * Object.keys(sampler.transformOne({ x: 1 })) // => ['x,0', 'x,1']
 */
export class RBFSampler extends Transformer<RBFSamplerOptions> {
  static override readonly id = 'featureExtraction.RBFSampler'
  static override readonly rules: Rules<RBFSamplerOptions> = {
    gamma: { kind: 'number', default: 1, atLeast: 0 },
    nComponents: { kind: 'integer', default: 100, atLeast: 1, atMost: 65_536 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['output', 'rng', 'offsets', 'projection'] as const
  static readonly parts: readonly unknown[] = [random.Random, Projection]

  private readonly output: Schema = new Schema({
    ...this.schema.options,
    maxFeatures: MOST_FEATURES,
  })
  private readonly rng: random.Random = seeded('RBFSampler', this.options.seed)
  private offsets: Float64Array
  private readonly projection: Projection = new Projection()
  // The stamps of rows that were last laid out; they follow from the names.
  private lastStamp = 0
  private outStamp = 0

  constructor(given: Given<RBFSamplerOptions> = {}) {
    super(given)
    this.offsets = new Float64Array(this.options.nComponents)
    for (let i = 0; i < this.offsets.length; i++) {
      this.offsets[i] = this.rng.uniform(0, 2 * Math.PI)
    }
  }

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
    this.addNames()
    this.projection.weightsFor(row, this.options.nComponents, this.rng, this.draw, true)
  }

  transformRow(row: Row, out: Row): void {
    this.addNames()
    const { nComponents } = this.options
    const weights = this.projection.weightsFor(row, nComponents, this.rng, this.draw, false)
    this.lay(row, out)
    const { indices, values, count } = row
    const { offsets } = this
    for (let k = 0; k < count; k++) {
      const x = values[indices[k]]
      const base = indices[k] * nComponents
      for (let i = 0; i < nComponents; i++) {
        out.values[base + i] = Math.cos(x * weights[base + i] + offsets[i])
      }
    }
  }

  /** A block of names for each feature, in the order of the features. */
  private addNames(): void {
    const { nComponents } = this.options
    const { schema, output, who } = this
    for (let feature = output.size / nComponents; feature < schema.size; feature++) {
      for (let i = 0; i < nComponents; i++)
        output.add(who, `${schema.name(feature)},${i}`, 'number')
    }
  }

  private lay(row: Row, out: Row): void {
    const known = row.stamp !== 0 && row.stamp === this.lastStamp
    if (known && out.stamp === this.outStamp) return
    const { nComponents } = this.options
    out.clear()
    out.widen(this.output.size)
    for (let k = 0; k < row.count; k++) {
      const base = row.indices[k] * nComponents
      for (let i = 0; i < nComponents; i++) out.put(base + i, 0)
    }
    out.seal(this.output.size)
    if (row.stamp === 0 || this.output.provisional) return
    if (!known) {
      this.lastStamp = row.stamp
      this.outStamp = nextStamp()
    }
    out.stamp = this.outStamp
  }

  private readonly draw = (
    rng: random.Random,
    features: Int32Array,
    weights: Float64Array,
    width: number,
  ): void => {
    const scale = Math.sqrt(2 * this.options.gamma)
    for (let k = 0; k < features.length; k++) {
      for (let i = 0; i < width; i++) weights[features[k] * width + i] = scale * rng.gauss(0, 1)
    }
  }

  checkState(): void {
    const { nComponents } = this.options
    const { output, schema, offsets } = this
    this.projection.check(nComponents)
    const blocks = output.size / nComponents
    const named = (name: string, i: number) =>
      name === `${schema.name(Math.floor(i / nComponents))},${i % nComponents}`
    const fits = Number.isInteger(blocks) && blocks <= schema.size && output.names().every(named)
    if (fits && offsets.length === nComponents && offsets.every(Number.isFinite)) return
    throw new SnapshotError('RBFSampler must have a block of names for each feature')
  }
}
