import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { DecisionTree } from './decision-tree.js'

export interface RandomTreeOptions {
  /** The seed of the tree; null: it differs each time. */
  readonly seedTree: PlainSeed
  /** The seed of the events; null: they differ each time. */
  readonly seedSample: PlainSeed
  readonly nClasses: number
  readonly nNumFeatures: number
  readonly nCatFeatures: number
  readonly nCategoriesPerFeature: number
  /** Nodes at this depth are leaves. */
  readonly maxTreeDepth: number
  /** From this depth on nodes may be leaves. */
  readonly firstLeafLevel: number
  /** How often they are. */
  readonly fractionLeavesPerLevel: number
}

/**
 * Numbers between 0 and 1 (`x_num_0`, …) and categories (`x_cat_0`, …, as integers), labelled by a
 * random decision tree (Domingos and Hulten, 2000). It never ends.
 *
 * Draws: the tree, from `seedTree`, node by node with first children first (whether it is a leaf,
 * where it may be one; the label, or the feature and its threshold); then per event the features,
 * from `seedSample`.
 *
 * @example
 * const [[x, y]] = new datasets.synth.RandomTree({ seedTree: 42, seedSample: 42 }).take(1)
 * Object.keys(x).length // => 10
 */
export class RandomTree extends SyntheticDataset<
  RandomTreeOptions,
  Record<string, number>,
  number
> {
  static override readonly id = 'datasets.synth.RandomTree'
  static override readonly rules: Rules<RandomTreeOptions> = {
    seedTree: SEED,
    seedSample: SEED,
    nClasses: { kind: 'integer', default: 2, atLeast: 1 },
    nNumFeatures: { kind: 'integer', default: 5, atLeast: 0 },
    nCatFeatures: { kind: 'integer', default: 5, atLeast: 0 },
    nCategoriesPerFeature: { kind: 'integer', default: 5, atLeast: 1 },
    maxTreeDepth: { kind: 'integer', default: 5, atLeast: 0 },
    firstLeafLevel: { kind: 'integer', default: 3, atLeast: 0 },
    fractionLeavesPerLevel: { kind: 'number', default: 0.15, atLeast: 0, atMost: 1 },
  }

  constructor(given: Readonly<Partial<RandomTreeOptions>> = {}) {
    super(given)
    const { nNumFeatures, nCatFeatures, maxTreeDepth } = this.options
    if (nNumFeatures === 0 && maxTreeDepth > nCatFeatures) {
      const expected = `must be at most nCatFeatures (${nCatFeatures}) where nNumFeatures is 0`
      throw new InvalidOptionError('RandomTree', 'maxTreeDepth', expected, maxTreeDepth)
    }
  }

  get facts(): DatasetFacts {
    const { nClasses, nNumFeatures, nCatFeatures } = this.options
    const nFeatures = nNumFeatures + nCatFeatures
    return { task: 'Multi-class classification', nFeatures, nClasses }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { seedTree, seedSample, nNumFeatures, nCategoriesPerFeature } = this.options
    const names = this.featureNames()
    const rng = new Random(seedSample ?? undefined)
    const tree = new DecisionTree(this.options, new Random(seedTree ?? undefined))
    for (;;) {
      const x: Record<string, number> = {}
      for (let i = 0; i < names.length; i++) {
        x[names[i]] = i < nNumFeatures ? rng.random() : rng.randint(0, nCategoriesPerFeature - 1)
      }
      yield [x, tree.labelOf(x, names)]
    }
  }

  private featureNames(): string[] {
    const { nNumFeatures } = this.options
    return Array.from({ length: this.nFeatures }, (_, i) =>
      i < nNumFeatures ? `x_num_${i}` : `x_cat_${i - nNumFeatures}`,
    )
  }
}
