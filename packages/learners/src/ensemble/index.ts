export { AdaBoostClassifier, type AdaBoostClassifierOptions } from './ada-boost-classifier.js'
export {
  ADWINBaggingClassifier,
  type ADWINBaggingClassifierOptions,
} from './adwin-bagging-classifier.js'
export {
  ADWINBoostingClassifier,
  type ADWINBoostingClassifierOptions,
} from './adwin-boosting-classifier.js'
export { BaggingClassifier, type BaggingClassifierOptions } from './bagging-classifier.js'
export { BaggingRegressor, type BaggingRegressorOptions } from './bagging-regressor.js'
export { BOLEClassifier, type BOLEClassifierOptions } from './bole-classifier.js'
export type { BoostSummary } from './boost.js'
export type { ClassCopiesOptions, CopiesOptions, WatchedCopiesOptions } from './copies.js'
export { EWARegressor, type EWARegressorOptions } from './ewa-regressor.js'
export {
  type BaggingMethod,
  LeveragingBaggingClassifier,
  type LeveragingBaggingClassifierOptions,
} from './leveraging-bagging-classifier.js'
export type { EnsembleSummary } from './models.js'
export { SRPClassifier, type SRPClassifierOptions } from './srp-classifier.js'
export { SRPRegressor, type SRPRegressorOptions } from './srp-regressor.js'
export { StackingClassifier, type StackingClassifierOptions } from './stacking-classifier.js'
export { VotingClassifier, type VotingClassifierOptions } from './voting-classifier.js'
