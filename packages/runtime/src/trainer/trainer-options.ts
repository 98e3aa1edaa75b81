import type { Skipped } from '../checkpoint/checkpoints.js'
import type { Manifest } from '../checkpoint/manifest.js'
import type { Counts, Learning } from '../learning/learning.js'
import type { LearningEvent } from '../learning/learning-event.js'
import type { EventSource, Sharding } from '../source/event-source.js'
import type { Objects } from '../store/objects.js'
import type { Clock } from './clock.js'
import type { OnGap } from './ledger.js'
import type { DeadLetter, Outlet, Prediction } from './outlets.js'
import type { TrainerControl } from './trainer-control.js'

/** Looks at what is learned after each so many events, between two of them. */
export interface Sampling {
  readonly everyEvents: number
  /** It is not to change anything; what is learned goes on to change. */
  readonly take: (learning: Learning, shard: string) => void
}

export interface TrainerOptions {
  readonly source: EventSource
  /** Where checkpoints are kept. */
  readonly store: Objects
  /** Names this process in what it writes; something nobody else draws unless told. */
  readonly writer?: string
  /** A checkpoint each so many events, or milliseconds, whichever is first. */
  readonly everyEvents?: number
  readonly everyMs?: number
  /** Ends, with a checkpoint, once everything that is there was learned. */
  readonly untilDrained?: boolean
  /** Ends with an error once a larger share of the last 1000 events is dead; 0.5 unless told. */
  readonly mostDead?: number
  /** Where events are gone that were not learned yet: an error, or on with what there is. */
  readonly onGap?: OnGap
  /** One model of all partitions, or one of each; what the source says unless told. */
  readonly sharding?: Sharding
  /** How many generations are kept. */
  readonly keep?: number
  /** Ends it, with a checkpoint. */
  readonly signal?: AbortSignal
  /** Where events go that could not be used, and what was predicted of the others. */
  readonly deadLetters?: Outlet<DeadLetter>
  readonly predictions?: Outlet<Prediction>
  /** A checkpoint was written. What has been learned may be ahead of it by now. */
  readonly onSaved?: (manifest: Manifest, counts: Counts, learning: Learning, shard: string) => void
  readonly onDead?: (letter: DeadLetter) => void
  /** A warning, a drift, or a change of champion, and the shard in which it came. */
  readonly onEvent?: (event: LearningEvent, shard: string) => void
  readonly sampling?: Sampling
  readonly onSkipped?: (skipped: Skipped) => void
  /** So many events were gone and are passed over, where `onGap` allows it. */
  readonly onLost?: (events: number) => void
  /** Looks at what is learned, and changes the champion by hand, while it trains. */
  readonly control?: TrainerControl
  readonly clock?: Clock
}
