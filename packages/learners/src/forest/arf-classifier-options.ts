import type { Rules } from '@coelho/core'
import type { Score } from '../ensemble/member.js'
import type { LeafPrediction } from '../tree/leaf/predict-class.js'
import type { ClassSplitter } from '../tree/splitter/gaussian.js'
import { FOREST, type ForestOptions } from './forest-options.js'
import type { JobsOptions } from './jobs/options.js'

export interface ARFClassifierOptions extends ForestOptions, JobsOptions {
  /** How good a tree is: what its vote counts, while it is above 0; null: its `Accuracy`. */
  readonly metric: Score | null
  /** How splits are judged. */
  readonly splitCriterion: 'info_gain' | 'gini' | 'hellinger'
  /** How leaves predict: majority class, naive Bayes, or whichever has been better. */
  readonly leafPrediction: LeafPrediction
  /** How much weight a leaf needs before it uses naive Bayes (with `leafPrediction: 'nb'`). */
  readonly nbThreshold: number
  /** How thresholds of numeric features are found; null: a `GaussianSplitter`. */
  readonly splitter: ClassSplitter | null
  /** At least two branches of a split must get more than this share of the weight. */
  readonly minBranchFraction: number
  /** A leaf in which one class has more than this share of the weight is not split. */
  readonly maxShareToSplit: number
  /**
   * Replace trees only where the error rises. River replaces them also where it falls, as it does
   * while they learn. Asks for detectors that tell which way it went: most do.
   */
  readonly onlyRisingError: boolean
}

export const ARF_CLASSIFIER: Rules<ARFClassifierOptions> = {
  ...FOREST,
  disableWeightedVote: { kind: 'boolean', default: false },
  splitCriterion: {
    kind: 'string',
    default: 'info_gain',
    choices: ['info_gain', 'gini', 'hellinger'],
  },
  leafPrediction: { kind: 'string', default: 'nba', choices: ['mc', 'nb', 'nba'] },
  nbThreshold: { kind: 'number', default: 0, atLeast: 0 },
  minBranchFraction: { kind: 'number', default: 0.01, atLeast: 0, atMost: 1 },
  maxShareToSplit: { kind: 'number', default: 0.99, above: 0, atMost: 1 },
  maxSize: { kind: 'number', default: 100, above: 0 },
  onlyRisingError: { kind: 'boolean', default: false },
}
