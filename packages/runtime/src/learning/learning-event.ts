/** A detector's word that something has changed, or may have. */
export interface DriftNote {
  readonly kind: 'warning' | 'drift'
  /** What it watches: what the champion's predictions cost, or a feature. */
  readonly signal: 'error' | 'feature'
  /** The feature's name. */
  readonly feature: string | undefined
  /** Where to it has gone, if the detector tells. */
  readonly change: 'rose' | 'fell' | undefined
  /** At which event of the stream: the first is 1. */
  readonly event: number
  /** When the event happened that showed it. */
  readonly time: number
}

/** A change of champion, or of the model that it is. */
export interface Takeover {
  readonly kind: 'takeover'
  /** Whether another contestant took over, or the same one began anew from the last events. */
  readonly how: 'promoted' | 'retrained'
  readonly why: 'manual' | 'better' | 'drift'
  /** Names of contestants: the same one where it was retrained. */
  readonly from: string
  readonly to: string
  /** What the metric `bestBy` said of them then. */
  readonly fromValue: number | undefined
  readonly toValue: number | undefined
  /** How many events the new model had learned anew; 0 where it was there already. */
  readonly relearned: number
  readonly event: number
  readonly time: number
}

/** Something that came of an event besides an answer: for dashboards, and to be told people. */
export type LearningEvent = DriftNote | Takeover
