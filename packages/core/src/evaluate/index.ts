export type { StopSignal } from './abort.js'
export { type CompareOptions, compare, type Models } from './compare.js'
export { Comparison, type ComparisonRow } from './comparison.js'
export type {
  AsyncDataset,
  Extra,
  FrameDataset,
  Labelled,
  SyncDataset,
} from './dataset.js'
export type { Delay, Moment } from './delayed-labels.js'
export { EvaluationError, type EventNumbers } from './evaluation-error.js'
export { Excerpt } from './excerpt.js'
export { Fading, type FadingOptions } from './fading.js'
export {
  evaluate,
  type ForecastOptions,
  type ForecastStep,
  iterEvaluate,
  type SeriesEvent,
} from './forecasting.js'
export {
  ForecastingTrack,
  type RunningForecaster,
  type SeriesDataset,
} from './forecasting-track.js'
export {
  type ForecastingMetric,
  HorizonAggMetric,
  type HorizonAggMetricOptions,
  HorizonMetric,
  type HorizonMetricOptions,
} from './horizon-metric.js'
export type { Checkpoint } from './progress.js'
export {
  type EvaluationOptions,
  type IterOptions,
  iterProgressiveValScore,
  progressiveValScore,
  type ScoreOptions,
} from './progressive-validation.js'
export type { AnyMetric, Judged } from './subject.js'
export {
  type Runner,
  type Runners,
  Track,
  type TrackDataset,
  type TrackOptions,
  type TrackRunOptions,
} from './track.js'
export {
  BinaryClassificationTrack,
  MultiClassClassificationTrack,
  RegressionTrack,
} from './tracks.js'
