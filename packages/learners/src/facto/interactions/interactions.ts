import type { Schema } from '@coelho/core'
import type { EventSlots } from '../event.js'

/** Is told a group of features, by their places in the event, and the weight of their product. */
export type TellGroup = (group: readonly number[], weight: number) => void

/** What features add to a prediction together: in this factorisation machines differ. */
export interface Interactions {
  /** True if it asks of which field a feature is. */
  readonly usesFields: boolean
  /** What the generator of the latent numbers was seeded with, if it has a seed. */
  readonly seed: number | undefined
  /** True if only so many weights can be moved: `checkRoom` may throw. */
  readonly isLimited: boolean
  /**
   * What the features of an event add together. Where the event is to be learned, what is new is
   * drawn and kept.
   */
  value(event: EventSlots, isLearned: boolean): number
  /** Moves what the last `value` was made of against the slope of the loss. */
  learn(event: EventSlots, slope: number): void
  /** Tells each group that adds something to an event; fields are told of pairs only. */
  eachGroup(event: EventSlots, tell: TellGroup): void
  /** Throws if there is no room to learn so many features. */
  checkRoom(count: number): void
  /** Throws unless it fits the slots and the names. */
  check(slots: number, schema: Schema): void
}
