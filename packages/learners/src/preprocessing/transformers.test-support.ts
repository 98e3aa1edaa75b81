import { type Features, type Frame, random, stats, utils } from '@coelho/core'
import * as extraction from '../feature-extraction/index.js'
import * as selection from '../feature-selection/index.js'
import * as preprocessing from './index.js'

/** What the laws ask of a transformer. */
export interface Subject {
  learnOne(x: Features, y?: number): void
  transformOne(x: Features): Record<string, unknown>
  learnMany(frame: Frame, y?: ArrayLike<number>): void
  transformMany(frame: Frame): Frame
  clone(): Subject
  readonly takesCategories: boolean
  readonly takesNulls: boolean
  toString(): string
}

const how = new utils.Rolling({ cls: stats.Mean, windowSize: 3 })

/** Transformers every law is tried on, by a name for the test's title. */
export const makers: Record<string, () => unknown> = {
  MinMaxScaler: () => new preprocessing.MinMaxScaler(),
  'MinMaxScaler over a window': () => new preprocessing.MinMaxScaler({ windowSize: 3 }),
  MaxAbsScaler: () => new preprocessing.MaxAbsScaler(),
  'MaxAbsScaler over a window': () => new preprocessing.MaxAbsScaler({ windowSize: 3 }),
  RobustScaler: () => new preprocessing.RobustScaler(),
  Normalizer: () => new preprocessing.Normalizer(),
  Binarizer: () => new preprocessing.Binarizer({ threshold: 2, dtype: 'number' }),
  OneHotEncoder: () => new preprocessing.OneHotEncoder(),
  'OneHotEncoder without zeros': () => new preprocessing.OneHotEncoder({ dropZeros: true }),
  'OneHotEncoder without the first': () => new preprocessing.OneHotEncoder({ dropFirst: true }),
  'OneHotEncoder of given categories': () =>
    new preprocessing.OneHotEncoder({ categories: { shop: ['north'], flag: [true] } }),
  OrdinalEncoder: () => new preprocessing.OrdinalEncoder(),
  'OrdinalEncoder without unknown values': () =>
    new preprocessing.OrdinalEncoder({ unknownValue: null }),
  FeatureHasher: () => new preprocessing.FeatureHasher({ nFeatures: 5, seed: 1 }),
  PreviousImputer: () => new preprocessing.PreviousImputer(),
  StatImputer: () =>
    new preprocessing.StatImputer(['a', new stats.Mean()], ['shop', new stats.Mode()], ['b', -1]),
  GaussianRandomProjector: () =>
    new preprocessing.GaussianRandomProjector({ nComponents: 3, seed: 1 }),
  SparseRandomProjector: () =>
    new preprocessing.SparseRandomProjector({ nComponents: 3, density: 0.5, seed: 1 }),
  LDA: () => new preprocessing.LDA({ nComponents: 3, seed: 1, maximumSizeVocabulary: 4 }),
  PolynomialExtender: () => new extraction.PolynomialExtender({ degree: 3, includeBias: true }),
  RBFSampler: () => new extraction.RBFSampler({ nComponents: 3, seed: 1 }),
  RandomTreesEmbedding: () => new extraction.RandomTreesEmbedding({ height: 3, seed: 1 }),
  Agg: () => new extraction.Agg({ on: 'a', by: ['shop', 'b'], how: new stats.Quantile() }),
  'Agg over a window': () => new extraction.Agg({ on: 'a', by: 'shop', how }),
  TargetAgg: () => new extraction.TargetAgg({ by: 'shop', how }),
  SelectKBest: () => new selection.SelectKBest({ similarity: new stats.PearsonCorr(), k: 2 }),
  VarianceThreshold: () => new selection.VarianceThreshold({ threshold: 1, minSamples: 4 }),
  PoissonInclusion: () => new selection.PoissonInclusion({ p: 0.3, seed: 1 }),
}

export type Event = Record<string, number | string | boolean | null>

/** Events with what a subject takes; nulls for those that see them, else features that lack. */
export function streamFor(subject: Subject, seed: number, count: number): Event[] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const x: Event = { a: rng.uniform(0, 10), b: rng.randint(0, 3), flag: rng.random() < 0.5 }
    if (subject.takesCategories) x['shop'] = rng.choice(['north', 'south', 'east'])
    if (i > count / 2 || subject.takesNulls) x['late'] = rng.gauss(1, 1)
    for (const name of Object.keys(x)) {
      if (i === 0 || rng.random() >= 0.15) continue // the first tells the order
      if (subject.takesNulls) x[name] = null
      else delete x[name]
    }
    return x
  })
}
