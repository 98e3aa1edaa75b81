export {
  AdaptiveStandardScaler,
  type AdaptiveStandardScalerOptions,
} from './adaptive-standard-scaler.js'
export { Binarizer, type BinarizerOptions } from './binarizer.js'
export { FeatureHasher, type FeatureHasherOptions } from './feature-hasher.js'
export { GapEncoder, type GapEncoderOptions } from './gap-encoder.js'
export {
  GaussianRandomProjector,
  type GaussianRandomProjectorOptions,
} from './gaussian-random-projector.js'
export type { ByFeature } from './given-categories.js'
export type { StatisticLike } from './labels-of.js'
export { LDA, type LDAOptions } from './lda.js'
export { MaxAbsScaler, type MaxAbsScalerOptions } from './max-abs-scaler.js'
export { MinMaxScaler, type MinMaxScalerOptions } from './min-max-scaler.js'
export { Normalizer, type NormalizerOptions } from './normalizer.js'
export { OneHotEncoder, type OneHotEncoderOptions } from './one-hot-encoder.js'
export {
  OrdinalEncoder,
  type OrdinalEncoderOptions,
  type OrdinalNumbers,
} from './ordinal-encoder.js'
export { PredClipper, type PredClipperOptions } from './pred-clipper.js'
export { PreviousImputer } from './previous-imputer.js'
export { RobustScaler, type RobustScalerOptions } from './robust-scaler.js'
export {
  SparseRandomProjector,
  type SparseRandomProjectorOptions,
} from './sparse-random-projector.js'
export { StandardScaler, type StandardScalerOptions } from './standard-scaler.js'
export { type Imputer, StatImputer, type StatImputerOptions } from './stat-imputer.js'
export { TargetMinMaxScaler, type TargetMinMaxScalerOptions } from './target-min-max-scaler.js'
export {
  TargetStandardScaler,
  type TargetStandardScalerOptions,
} from './target-standard-scaler.js'
