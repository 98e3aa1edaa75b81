import { InvalidOptionError, type RegressorLike, type Rules } from '@coelho/core'
import type { FeatureBudget } from '../ensemble/feature-budget.js'
import type { Score } from '../ensemble/member.js'
import type { ValuePrediction } from '../tree/grow/value-tree.js'
import { type ForestOptions, TREES, VALUE_LEAVES } from './forest-options.js'

type Shared = Omit<ForestOptions, 'lambdaValue' | 'maxFeatures'>

export interface OXTRegressorOptions extends Shared {
  /**
   * How many features a leaf looks at: as in `ARFRegressor`, or drawn for each tree (`'random'`).
   * See `riverCompatible`.
   */
  readonly maxFeatures: FeatureBudget | 'random'
  /**
   * How often a tree learns an event: `'bagging'` some random number of times, `resamplingRate`
   * on average; `'subbagging'` once, with the probability `resamplingRate`; null: once.
   */
  readonly resamplingStrategy: 'bagging' | 'subbagging' | null
  /** See `resamplingStrategy`. */
  readonly resamplingRate: number
  /** `'all'`: drifts and warnings are detected; `'drop'`: drifts only; `'off'`: none. */
  readonly detectionMode: 'all' | 'drop' | 'off'
  /** Draw how deep each tree may grow, up to `maxDepth`. */
  readonly randomizeTreeDepth: boolean
  /** How good a tree is: what its prediction counts; null: its `MAE`. */
  readonly trackMetric: Score | null
  /** How many values a leaf waits for before it draws a threshold between them. */
  readonly splitBufferSize: number
  /** How leaves predict: their mean, a model of their own, or whichever has been better. */
  readonly leafPrediction: ValuePrediction
  /** The model each leaf begins with, fresh; null: a `LinearRegression`. */
  readonly leafModel: RegressorLike | null
  /** How slowly past errors are forgotten when the better of mean and model is chosen. */
  readonly modelSelectorDecay: number
  /** How much weight each branch of a split must have. */
  readonly minSamplesSplit: number
  /** As River: leaves look at all features, whatever `maxFeatures` says. */
  readonly riverCompatible: boolean
}

export const OXT: Rules<OXTRegressorOptions> = {
  ...TREES,
  ...VALUE_LEAVES,
  maxFeatures: { kind: 'any', default: 'sqrt', nullable: true },
  resamplingStrategy: {
    kind: 'string',
    default: 'subbagging',
    nullable: true,
    choices: ['bagging', 'subbagging'],
  },
  resamplingRate: { kind: 'number', default: 0.5, above: 0, atMost: 700 },
  detectionMode: { kind: 'string', default: 'all', choices: ['all', 'drop', 'off'] },
  randomizeTreeDepth: { kind: 'boolean', default: false },
  trackMetric: { kind: 'object', default: null, nullable: true },
  disableWeightedVote: { kind: 'boolean', default: true },
  splitBufferSize: { kind: 'integer', default: 5, atLeast: 1, atMost: 1_000_000 },
  riverCompatible: { kind: 'boolean', default: true },
}

/** A tree that learns by bagging does so once on average, or more often. */
export function checkRate(who: string, options: OXTRegressorOptions): void {
  const { resamplingStrategy, resamplingRate } = options
  const fits = resamplingStrategy === 'bagging' ? resamplingRate >= 1 : resamplingRate <= 1
  if (fits || resamplingStrategy === null) return
  const expected = resamplingStrategy === 'bagging' ? 'must be at least 1' : 'must be at most 1'
  const text = `${expected} with resamplingStrategy '${resamplingStrategy}'`
  throw new InvalidOptionError(who, 'resamplingRate', text, resamplingRate)
}
