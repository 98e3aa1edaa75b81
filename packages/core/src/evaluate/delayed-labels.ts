import { InvalidOptionError } from '../errors.js'

/** When an event happens: the name of a feature, or a function; by default its number. */
export type Moment<X> = string | ((x: X) => Date | number)
/** How long its label takes: a feature's name, a number (milliseconds for dates), a function. */
export type Delay<X, Y> = string | number | ((x: X, y: Y) => number)

export interface Answer<X, Y> {
  readonly i: number
  readonly x: X
  readonly y: Y
}

interface Waiting<X, Y> extends Answer<X, Y> {
  readonly due: number
}

/** Holds labels back until their time has come. */
export class DelayedLabels<X, Y> {
  private readonly moment: Moment<X> | undefined
  private readonly delay: Delay<X, Y>
  private readonly waiting: Waiting<X, Y>[] = []

  constructor(moment: Moment<X> | undefined, delay: Delay<X, Y> | undefined) {
    this.moment = moment
    this.delay = typeof delay === 'number' ? finite('delay', delay) : (delay ?? 0)
  }

  /** The labels that are due before this event; its own one waits from now on. */
  arrive(i: number, x: X, y: Y): Answer<X, Y>[] {
    const now = this.momentOf(i, x)
    const due = now + this.delayOf(x, y)
    let ready = 0
    while (ready < this.waiting.length && this.waiting[ready].due <= now) ready++
    const answers = this.waiting.splice(0, ready)
    const entry = { i, x, y, due }
    // With one delay for all, labels come in the order of the events.
    if (typeof this.delay === 'number') this.waiting.push(entry)
    else this.waiting.splice(this.placeFor(due), 0, entry)
    return answers
  }

  /** The labels that are still held back when the stream ends. */
  rest(): Answer<X, Y>[] {
    return this.waiting.splice(0)
  }

  /** Behind all that are due at the same time or before. */
  private placeFor(due: number): number {
    let low = 0
    let high = this.waiting.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.waiting[middle].due <= due) low = middle + 1
      else high = middle
    }
    return low
  }

  private momentOf(i: number, x: X): number {
    if (this.moment === undefined) return i
    const { moment } = this
    const value = typeof moment === 'string' ? (x as Record<string, unknown>)[moment] : moment(x)
    return finite('moment', value instanceof Date ? value.getTime() : value)
  }

  private delayOf(x: X, y: Y): number {
    const { delay } = this
    if (typeof delay === 'number') return delay
    const value = typeof delay === 'string' ? (x as Record<string, unknown>)[delay] : delay(x, y)
    return finite('delay', value)
  }
}

function finite(option: string, value: unknown): number {
  if (Number.isFinite(value)) return value as number
  throw new InvalidOptionError('evaluate', option, 'must give a date or a number', value)
}
