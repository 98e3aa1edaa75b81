import type { RegressorLike, Rules } from '@coelho/core'
import type { Score } from '../ensemble/member.js'
import type { ValuePrediction } from '../tree/grow/value-tree.js'
import type { ValueSplitter } from '../tree/splitter/value-splitter.js'
import { FOREST, type ForestOptions, VALUE_LEAVES } from './forest-options.js'
import type { JobsOptions } from './jobs/options.js'

export interface ARFRegressorOptions extends ForestOptions, JobsOptions {
  /** What is made of the predictions of the trees. */
  readonly aggregationMethod: 'mean' | 'median'
  /** How good a tree is: what its vote counts (with the mean); null: its `MSE`. */
  readonly metric: Score | null
  /** How leaves predict: their mean, a model of their own, or whichever has been better. */
  readonly leafPrediction: ValuePrediction
  /** The model each leaf begins with, fresh; null: a `LinearRegression`. */
  readonly leafModel: RegressorLike | null
  /** How slowly past errors are forgotten when the better of mean and model is chosen. */
  readonly modelSelectorDecay: number
  /** How thresholds of numeric features are found; null: a `TEBSTSplitter`. */
  readonly splitter: ValueSplitter | null
  /** How much weight each branch of a split must have. */
  readonly minSamplesSplit: number
}

export const ARF_REGRESSOR: Rules<ARFRegressorOptions> = {
  ...FOREST,
  ...VALUE_LEAVES,
  aggregationMethod: { kind: 'string', default: 'median', choices: ['mean', 'median'] },
  disableWeightedVote: { kind: 'boolean', default: true },
}
