import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'

/** Time, as a trainer knows it. */
export interface Clock {
  /** Milliseconds that never run backwards. */
  now(): number
  /** Lets so many of them pass; with 0, whatever else is waiting goes first. */
  sleep(milliseconds: number): Promise<void>
}

/** A timer of Node cannot be longer. */
const LONGEST = 2 ** 31 - 1

/** The clock of this process. */
export const processClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) =>
    milliseconds > 0 ? wait(Math.min(milliseconds, LONGEST), undefined, { ref: false }) : breathe(),
}
