import type { Needed } from './faults.js'

/** What happens next in a world that is made up. */
export interface Happening {
  readonly id: string
  /** Whose event it is. */
  readonly key: string
  readonly time: number
  /** What is known when it happens, as JSON without its end. */
  readonly text: string
  /** What becomes known only afterwards, as more fields. */
  readonly truth: string
  /** What only the generator knows, as more fields: nothing may learn from it. */
  readonly debug: string
  /** The label as JSON, and from when on it can be known; null where nothing is to be known. */
  readonly label: string | null
  readonly labelTime: number
}

/** A world that is made up: it tells what happens, one after the other, at times that ascend. */
export interface Scene {
  /** What may be the case, in the order in which drifts lead to it. */
  readonly concepts: readonly string[]
  readonly needed: Needed
  next(concept: number): Happening
}
