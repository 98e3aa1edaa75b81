export { GaussianScorer, type GaussianScorerOptions } from './gaussian-scorer.js'
export { HalfSpaceTrees, type HalfSpaceTreesOptions } from './half-space-trees.js'
export type { Limits, Pair } from './limits.js'
export {
  LocalOutlierFactor,
  type LocalOutlierFactorOptions,
} from './local-outlier-factor.js'
export { LODA, type LODAOptions } from './loda.js'
export { OneClassSVM, type OneClassSVMOptions } from './one-class-svm.js'
export {
  PredictiveAnomalyDetection,
  type PredictiveOptions,
} from './predictive-anomaly-detection.js'
export { QuantileFilter, type QuantileFilterOptions } from './quantile-filter.js'
export {
  type DeviationOptions,
  StandardAbsoluteDeviation,
} from './standard-absolute-deviation.js'
export { ThresholdFilter, type ThresholdFilterOptions } from './threshold-filter.js'
