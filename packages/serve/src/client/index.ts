export type {
  Clusters,
  ContestantFacts,
  DeadLetters,
  Explanation,
  Importances,
  Info,
  LiveEvent,
  Marker,
  Prediction,
  Problem,
  Receipt,
  Report,
  Sample,
  Series,
  Summary,
  Traffic,
  TrafficState,
  Training,
  Version,
  VersionInfo,
} from '../api/shapes.js'
export { AnswerError } from './answer-error.js'
export {
  type AskOptions,
  CoelhoClient,
  type CoelhoClientOptions,
  type LearnOptions,
  type PredictOptions,
} from './client.js'
export type { EventsOptions, ListedEvent } from './live-events.js'
