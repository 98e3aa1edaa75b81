import {
  type Given,
  growInts,
  InvalidOptionError,
  NO_INTS,
  type Row,
  type Rules,
  random,
  Schema,
  SnapshotError,
  seeded,
  Transformer,
} from '@coelho/core'
import { type ByFeature, entriesOf } from '../preprocessing/given-categories.js'
import { PaddedForest } from './padded-forest.js'

export interface RandomTreesEmbeddingOptions {
  /** How many trees split the space. */
  readonly nTrees: number
  /** How often each of them splits it. */
  readonly height: number
  /** By feature the least and the largest value; null, and where there is no entry: 0 and 1. */
  readonly limits: ByFeature<readonly [low: number, high: number]> | null
  /** Of the generator of the trees; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Where an event falls in trees that split the space at random: one feature for each tree, named
 * for tree and leaf (`0,3`), which is 1. Trees grow when an event is learned, and anew when one
 * brings a new feature. (River grows them while transforming too.)
 *
 * @example
 * const embedding = new RandomTreesEmbedding({ nTrees: 2, height: 1, seed: 42 })
 * embedding.learnOne({ x: 0.2 })
 * embedding.transformOne({ x: 0.2 }) // => { '0,1': 1, '1,0': 1 }
 */
export class RandomTreesEmbedding extends Transformer<RandomTreesEmbeddingOptions> {
  static override readonly id = 'featureExtraction.RandomTreesEmbedding'
  static override readonly rules: Rules<RandomTreesEmbeddingOptions> = {
    nTrees: { kind: 'integer', default: 10, atLeast: 1, atMost: 1024 },
    height: { kind: 'integer', default: 8, atLeast: 0, atMost: 14 },
    limits: { kind: 'object', default: null, nullable: true },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['output', 'rng', 'forest', 'slots'] as const
  static readonly parts: readonly unknown[] = [random.Random, PaddedForest]

  private readonly output: Schema = new Schema({
    ...this.schema.options,
    maxFeatures: Math.max(
      this.schema.options.maxFeatures,
      this.options.nTrees * 2 ** this.options.height,
    ),
  })
  private readonly rng: random.Random = seeded('RandomTreesEmbedding', this.options.seed)
  private readonly forest: PaddedForest = new PaddedForest()
  /** For each tree and leaf the feature it becomes, plus 1; 0 while none fell there. */
  private slots: Int32Array = NO_INTS

  constructor(given: Given<RandomTreesEmbeddingOptions> = {}) {
    super(ownLimits(given))
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  override get outputSchema(): Schema {
    return this.output
  }

  learnRow(row: Row): void {
    const { nTrees, height } = this.options
    if (this.forest.lacks(row)) this.regrow(this.forest, row, this.rng)
    if (this.forest.isEmpty) return
    this.slots = growInts(this.slots, nTrees * 2 ** height)
    for (let tree = 0; tree < nTrees; tree++) {
      const leaf = this.forest.leafOf(row, tree, height, true)
      const place = tree * 2 ** height + leaf
      if (this.slots[place] === 0) this.slots[place] = this.add(tree, leaf) + 1
    }
  }

  private regrow(forest: PaddedForest, row: Row, rng: random.Random): void {
    const { nTrees, height } = this.options
    const limits = this.options.limits as ReadonlyMap<string, readonly [number, number]> | null
    const limitsOf = (name: string) => limits?.get(name) ?? ([0, 1] as const)
    forest.regrow(row, this.schema, nTrees, height, limitsOf, rng)
  }

  private add(tree: number, leaf: number): number {
    return this.output.add(this.who, `${tree},${leaf}`, 'number')
  }

  transformRow(row: Row, out: Row): void {
    const { nTrees, height } = this.options
    const forest = this.forest.lacks(row) ? this.foreseen(row) : this.forest
    out.clear()
    for (let tree = 0; tree < nTrees && !forest.isEmpty; tree++) {
      const leaf = forest.leafOf(row, tree, height, false)
      const place = tree * 2 ** height + leaf
      const slot = place < this.slots.length ? this.slots[place] - 1 : -1
      out.put(slot >= 0 ? slot : this.add(tree, leaf), 1)
    }
    out.seal(this.output.size)
  }

  /** The trees that will grow once the row is learned. */
  private foreseen(row: Row): PaddedForest {
    const rng = new random.Random(0)
    rng.setState(this.rng.getState())
    const forest = this.forest.sketch()
    this.regrow(forest, row, rng)
    return forest
  }

  checkState(): void {
    const { nTrees, height } = this.options
    const { output, slots } = this
    this.forest.check(nTrees, height, this.schema.size)
    const size = nTrees * 2 ** height
    const fits = slots.length === 0 || slots.length >= size
    if (fits && slots.every((slot) => slot >= 0 && slot <= output.size)) return
    throw new SnapshotError('RandomTreesEmbedding must have features for its leaves')
  }
}

function ownLimits(given: Given<RandomTreesEmbeddingOptions>): Given<RandomTreesEmbeddingOptions> {
  const { limits } = given ?? {}
  if (limits === undefined || limits === null) return given
  const who = 'RandomTreesEmbedding'
  const own = new Map<string, readonly [number, number]>()
  for (const [name, range] of entriesOf(who, 'limits', limits)) {
    const [low, high] = Array.isArray(range) ? (range as number[]) : [1, 0]
    if (!Number.isFinite(low) || !Number.isFinite(high) || !(low < high)) {
      const expected = 'must hold two numbers for each feature, the smaller first'
      throw new InvalidOptionError(who, 'limits', expected, range)
    }
    own.set(name, Object.freeze([low, high] as const))
  }
  return { ...given, limits: own }
}
