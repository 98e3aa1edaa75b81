export type { Delay, Moment } from './delayed-labels.js'
export type { Checkpoint, Judged, Labelled } from './progress.js'
export {
  type AnyMetric,
  type EvaluationOptions,
  type FrameDataset,
  type IterOptions,
  iterProgressiveValScore,
  progressiveValScore,
  type ScoreOptions,
} from './progressive-validation.js'
