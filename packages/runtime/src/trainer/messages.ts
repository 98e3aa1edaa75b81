import type { Checkpoint } from '../checkpoint/checkpoints.js'
import type { Progress } from '../checkpoint/claim.js'
import type { Counts, Learning } from '../learning/learning.js'
import type { LearningEvent } from '../learning/learning-event.js'
import type { Batch, LogRecord, PartitionRange } from '../source/event-source.js'
import type { Witness } from './ledger.js'
import type { DeadLetter, Prediction } from './outlets.js'

/** What a worker is told. What answers an effect bears the era in which that was asked. */
export type Input =
  | { readonly kind: 'assigned'; readonly partitions: readonly PartitionRange[] }
  | { readonly kind: 'taken'; readonly era: number; readonly checkpoint: Checkpoint }
  | { readonly kind: 'found'; readonly era: number; readonly records: readonly Found[] }
  | { readonly kind: 'started'; readonly era: number }
  | { readonly kind: 'batch'; readonly batch: Batch }
  /** Time to learn: how many milliseconds the last turn took says how much. */
  | { readonly kind: 'turn'; readonly era: number; readonly took: number }
  | { readonly kind: 'woken'; readonly era: number }
  | { readonly kind: 'told'; readonly era: number }
  | { readonly kind: 'saved'; readonly era: number }
  | { readonly kind: 'failed'; readonly era: number; readonly error: Error }
  | { readonly kind: 'changed' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'drained' }
  | { readonly kind: 'stop' }

/** What it wants done. */
export type Effect =
  | { readonly kind: 'take'; readonly era: number }
  | { readonly kind: 'look'; readonly era: number; readonly witnesses: readonly Witness[] }
  | {
      readonly kind: 'start'
      readonly era: number
      readonly positions: ReadonlyMap<string, number>
    }
  | { readonly kind: 'turn'; readonly era: number }
  | { readonly kind: 'wake'; readonly era: number; readonly after: number }
  | { readonly kind: 'tell'; readonly era: number; readonly news: News }
  | { readonly kind: 'save'; readonly era: number; readonly save: Save }
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'end'; readonly error?: Error }

export type Found = readonly [witness: Witness, record: LogRecord | undefined]

/** What others are to hear before the positions move past it. */
export interface News {
  readonly dead: readonly DeadLetter[]
  readonly predictions: readonly Prediction[]
  readonly events: readonly LearningEvent[]
  /** What is learned, where it is time to look at it. */
  readonly sample: Learning | undefined
}

export interface Save {
  readonly progress: Progress
  readonly counts: Counts
  readonly learning: Learning
}
