import type { LearningEvent } from './learning-event.js'

/** What became of events, each counted once. */
export interface Counts {
  /** All that came. */
  readonly events: number
  /** Labels that found their event. */
  readonly matched: number
  /** Labels without an event that waits for them. */
  readonly orphans: number
  /** Events that were given up before their label came. */
  readonly givenUp: number
  /** What could not be used. */
  readonly dead: number
}

/** What came of one event. */
export interface Outcome {
  /** What the champion said of it, if it was asked. */
  readonly answer: unknown
  /** Why nothing could be done with it. */
  readonly dead: string | undefined
  /** What it has shown or set off: warnings, drifts, changes of champion. Mostly none. */
  readonly events: readonly LearningEvent[]
}

/** Of an event that has set off nothing: one list for all, so that none is made for each. */
export const NO_EVENTS: readonly LearningEvent[] = /* @__PURE__ */ Object.freeze([])
