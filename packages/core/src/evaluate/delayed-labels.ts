import { InvalidOptionError } from '../errors.js'
import { DueQueue } from '../stream/due-queue.js'
import type { Delay, Moment } from '../stream/simulate-qa.js'

export type { Delay, Moment }

export interface Answer<X, Y, Kept = undefined> {
  readonly i: number
  readonly x: X
  readonly y: Y
  /** What was to be kept with it. */
  readonly kept: Kept
}

/** Holds labels back until their time has come. */
export class DelayedLabels<X, Y, Kept = undefined> {
  private readonly moment: Moment<X> | undefined
  private readonly delay: Delay<X, Y>
  private readonly waiting: DueQueue<Answer<X, Y, Kept>>

  constructor(moment: Moment<X> | undefined, delay: Delay<X, Y> | undefined) {
    this.moment = moment
    this.delay = typeof delay === 'number' ? finite('delay', delay) : (delay ?? 0)
    // With one delay for all, labels come in the order of the events.
    this.waiting = new DueQueue(typeof this.delay === 'number')
  }

  /** The labels that are due before this event; its own one waits from now on. */
  arrive(i: number, x: X, y: Y, kept: Kept): Answer<X, Y, Kept>[] {
    const now = momentOf(this.moment, x) ?? i
    const due = now + this.delayOf(x, y)
    const answers = this.waiting.release(now)
    this.waiting.add({ i, x, y, kept }, due)
    return answers
  }

  /** The labels that are still held back when the stream ends. */
  rest(): Answer<X, Y, Kept>[] {
    return this.waiting.rest()
  }

  private delayOf(x: X, y: Y): number {
    const { delay } = this
    if (typeof delay === 'number') return delay
    const value = typeof delay === 'string' ? (x as Record<string, unknown>)[delay] : delay(x, y)
    return finite('delay', value)
  }
}

/** When an event happens, in milliseconds where it is a date; undefined if nothing tells. */
export function momentOf<X>(moment: Moment<X> | undefined | null, x: X): number | undefined {
  if (moment === undefined || moment === null) return undefined
  const value = typeof moment === 'string' ? (x as Record<string, unknown>)[moment] : moment(x)
  return finite('moment', value instanceof Date ? value.getTime() : value)
}

function finite(option: string, value: unknown): number {
  if (Number.isFinite(value)) return value as number
  throw new InvalidOptionError('evaluate', option, 'must give a date or a number', value)
}
