export { AnomalyDetector } from './base/anomaly-detector.js'
export {
  AnomalyFilter,
  type AnomalyFilterOptions,
  type SupervisedDetectorLike,
} from './base/anomaly-filter.js'
export { Classifier, type Probabilities, type Verdict } from './base/classifier.js'
export { Clusterer } from './base/clusterer.js'
export { Configured, type ConfiguredClass } from './base/configured.js'
export { BinaryDriftDetector, DriftDetector } from './base/drift-detector.js'
export { type CommonOptions, Estimator, type EstimatorClass, type Given } from './base/estimator.js'
export type {
  AnomalyDetectorLike,
  AnomalyFilterLike,
  ClassifierLike,
  ClustererLike,
  EstimatorLike,
  PredictorLike,
  RegressorLike,
  Target,
  TransformerLike,
} from './base/estimator-like.js'
export { Forecaster } from './base/forecaster.js'
export { Metric, type UpdateManyOptions } from './base/metric.js'
export type { MetricLike, MetricValue, UpdateOptions } from './base/metric-like.js'
export { isEstimatorLike, requireKind, underSchemaOf } from './base/models.js'
export {
  likeliest,
  MultiOutput,
  type OutputPart,
  type OutputValues,
} from './base/multi-output.js'
export { Regressor } from './base/regressor.js'
export {
  Bivariate,
  Statistic,
  type StatisticUpdate,
  Univariate,
} from './base/statistic.js'
export { SupervisedAnomalyDetector } from './base/supervised-anomaly-detector.js'
export { SupervisedTransformer } from './base/supervised-transformer.js'
export { Transformer } from './base/transformer.js'
export {
  checkWeight,
  checkWeights,
  type LearnManyOptions,
  type LearnOptions,
} from './base/weights.js'
export * as checks from './checks/index.js'
export * as compose from './compose/index.js'
export { BinaryLabels } from './data/binary-labels.js'
export type { Block, Column, TakesBlocks } from './data/block.js'
export { type Columns, Frame } from './data/frame.js'
export { checkFrame, FrameReader } from './data/frame-reader.js'
export { compareValues, isSameLabel, type Label, Labels } from './data/labels.js'
export { Link, type Rename } from './data/link.js'
export { ObjectWriter } from './data/object-writer.js'
export { putOwn } from './data/put-own.js'
export { nextStamp, Reader } from './data/reader.js'
export { Row } from './data/row.js'
export type { Run, TakesRuns } from './data/run.js'
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
  MissingPackageError,
  type Place,
  type Received,
  SnapshotError,
} from './errors.js'
export * as evaluate from './evaluate/index.js'
export { metricsByName } from './evaluate/members.js'
export { judgesClusters } from './evaluate/metric-fit.js'
export { isEmpty, lastStep, Subject } from './evaluate/subject.js'
export * as math from './math/index.js'
export { nearestExp, nearestLog } from './math/nearest.js'
export { growBytes, growFloats, growInts, relayout } from './memory/grow.js'
export { NO_FLOATS, NO_INTS } from './memory/none.js'
export { argmax } from './metrics/counts/argmax.js'
export * as metrics from './metrics/index.js'
export { describeBuild } from './options/describe.js'
export { resolveOptions } from './options/resolve.js'
export type { Rule, Rules } from './options/rules.js'
export { betaCdf, logBeta } from './proba/incomplete-beta.js'
export * as proba from './proba/index.js'
export { FirstRandom } from './random/first-random.js'
export * as random from './random/index.js'
export { seeded } from './random/seeded.js'
export * as sketch from './sketch/index.js'
export * as snapshot from './snapshot/index.js'
export * as stats from './stats/index.js'
export * as stream from './stream/index.js'
export * as utils from './utils/index.js'
