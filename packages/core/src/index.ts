export { AnomalyDetector } from './base/anomaly-detector.js'
export { Classifier, type Probabilities } from './base/classifier.js'
export { Clusterer } from './base/clusterer.js'
export { BinaryDriftDetector, DriftDetector } from './base/drift-detector.js'
export { type CommonOptions, Estimator, type EstimatorClass, type Given } from './base/estimator.js'
export { Metric, type UpdateManyOptions } from './base/metric.js'
export type { MetricLike, UpdateOptions } from './base/metric-like.js'
export { Regressor } from './base/regressor.js'
export {
  Bivariate,
  Statistic,
  type StatisticClass,
  type StatisticUpdate,
  Univariate,
} from './base/statistic.js'
export { Transformer } from './base/transformer.js'
export type { LearnManyOptions, LearnOptions } from './base/weights.js'
export * as compose from './compose/index.js'
export { type Columns, Frame } from './data/frame.js'
export { FrameReader } from './data/frame-reader.js'
export { compareValues, type Label, Labels } from './data/labels.js'
export { Reader } from './data/reader.js'
export { Row } from './data/row.js'
export {
  type Category,
  type FeatureKind,
  type Features,
  type FeatureValue,
  Schema,
  type SchemaOptions,
} from './data/schema.js'
export * as datasets from './datasets/index.js'
export {
  CoelhoError,
  type ErrorFacts,
  InvalidDataError,
  InvalidFeatureError,
  InvalidInputError,
  InvalidLabelError,
  InvalidOptionError,
  type Received,
  SnapshotError,
} from './errors.js'
export * as evaluate from './evaluate/index.js'
export * as math from './math/index.js'
export { growBytes, growFloats, growInts, relayout } from './memory/grow.js'
export { NO_FLOATS, NO_INTS } from './memory/none.js'
export * as metrics from './metrics/index.js'
export { resolveOptions } from './options/resolve.js'
export type { Rule, Rules } from './options/rules.js'
export * as proba from './proba/index.js'
export * as random from './random/index.js'
export * as sketch from './sketch/index.js'
export * as snapshot from './snapshot/index.js'
export * as stats from './stats/index.js'
export * as stream from './stream/index.js'
export * as utils from './utils/index.js'
