import type {
  Clusters,
  DeadLetters,
  Explanation,
  Importances,
  Info,
  LiveEvent,
  Prediction,
  Receipt,
  Report,
  Series,
  Summary,
  Traffic,
  TrafficState,
  Training,
  Version,
  VersionInfo,
} from './shapes.js'

/** Why a request cannot be met: by it routes choose the status. */
export type Refusal =
  /** 422: it was understood, and is not what the model takes. */
  | 'unusable'
  /** 404 */
  | 'unknown'
  /** 409: not in this state, or not by this server. */
  | 'conflict'
  /** 503, with Retry-After: there is no version yet. */
  | 'not-ready'
  /** 501: this kind of model has no such thing. */
  | 'unsupported'

export interface Listed {
  readonly event: LiveEvent
  readonly id: number
}

/** What the HTTP server asks of a model. Nothing here knows of HTTP. Errors are `ServeError`s. */
export interface Served {
  readonly name: string
  readonly isReady: boolean
  /** What answers now; throws 'not-ready' before there is one. */
  readonly version: Version
  summary(): Summary
  info(): Info
  /** `key` keeps who asks at one version where several share the requests. */
  predict(event: unknown, key?: string): Prediction
  /** The same of the version of this number alone, for as long as it is kept. */
  predictBy(version: number, event: unknown): Promise<Prediction>
  explain(event: unknown): Explanation
  /** Into the log, all or none: events with their label, or without; or labels of earlier ones. */
  learn(events: readonly unknown[], idempotencyKey?: string): Promise<Receipt>
  report(): Promise<Report>
  clusters(): Promise<Clusters>
  importances(): Importances
  encoders(): { encoder: string; codes: Record<string, { category: unknown; code: number }[]> }[]
  /** JSON Schema (2020-12) of an event. */
  schema(): Record<string, unknown>
  /** An event as it might come next; another each time. */
  sampleEvent(): Promise<unknown>
  deadLetters(limit: number): Promise<DeadLetters>
  versions(): Promise<VersionInfo[]>
  readonly following: boolean
  /** Stays at this version. */
  pin(version: number): Promise<Version>
  /** Follows the newest again. */
  follow(): Promise<Version>
  promote(contestant: string): Promise<void>
  readonly training: Training
  startTraining(): Promise<Training>
  stopTraining(): Promise<Training>
  traffic(): TrafficState
  setTraffic(traffic: Traffic): Promise<TrafficState>
  series(): Series
  /** What happens from now on, and what came after `after` as far as it is kept. */
  subscribe(listen: (listed: Listed) => void, after?: number): () => void
}

/** All that a server serves. */
export interface Service {
  readonly models: ReadonlyMap<string, Served>
  /** Live events of all models together. */
  subscribe(listen: (listed: Listed) => void, after?: number): () => void
  close(): Promise<void>
}

export class ServeError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal, message: string) {
    super(message)
    this.name = 'ServeError'
    this.refusal = refusal
  }
}
