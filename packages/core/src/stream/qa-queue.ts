import { InvalidInputError } from '../errors.js'
import { DueQueue } from './due-queue.js'
import type { Delay, Moment, Qa, QaEvent, QaOptions } from './simulate-qa.js'

/** Holds answers back until their time has come. */
export class QaQueue<X, Y, Extra> {
  private readonly who: string
  private readonly moment: Moment<X> | null
  private readonly delay: Delay<X, Y> | null
  private readonly copy: boolean
  private readonly waiting: DueQueue<Qa<X, Y, Extra>>
  private count = 0

  constructor(who: string, { moment, delay, copy }: QaOptions<X, Y>) {
    this.who = who
    this.moment = moment ?? null
    this.delay = delay ?? null
    this.copy = copy ?? true
    // River: with one delay for all, answers come in the order of the questions
    this.waiting = new DueQueue(typeof delay === 'number')
  }

  /** What is due before this event, then its question; without a delay the answer too. */
  arrive(event: QaEvent<X, Y, Extra>): Qa<X, Y, Extra>[] {
    if (!Array.isArray(event)) {
      throw new InvalidInputError(this.who, 'each event must be an array [x, y]', event)
    }
    const [x, y, extra] = event as QaEvent<X, Y, Extra>
    const i = this.count++
    const questioned = this.copy ? copyOf(this.who, x) : x
    const more = extra === undefined || extra === null ? undefined : extra
    const question: Qa<X, Y, Extra> =
      more === undefined ? [i, questioned, undefined] : [i, questioned, undefined, more]
    const answer: Qa<X, Y, Extra> = more === undefined ? [i, x, y] : [i, x, y, more]
    if (this.delay === null) return [question, answer]
    const now = this.momentOf(i, x)
    const due = now + this.delayOf(this.delay, x, y)
    const released = this.waiting.release(now)
    this.waiting.add(answer, due)
    released.push(question)
    return released
  }

  /** What is still held back when the stream ends. */
  rest(): Qa<X, Y, Extra>[] {
    return this.waiting.rest()
  }

  private momentOf(i: number, x: X): number {
    const { moment } = this
    if (moment === null) return i
    const value = typeof moment === 'string' ? featureOf(x, moment) : moment(x)
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime()
    if (Number.isFinite(value)) return value as number
    const expected = `event ${i}: the moment must be a date or a number`
    throw new InvalidInputError(this.who, expected, value)
  }

  private delayOf(delay: Delay<X, Y>, x: X, y: Y): number {
    if (typeof delay === 'number') return delay
    const value = typeof delay === 'string' ? featureOf(x, delay) : delay(x, y)
    if (Number.isFinite(value)) return value as number
    const expected = `event ${this.count - 1}: the delay must be a number`
    throw new InvalidInputError(this.who, expected, value)
  }
}

function featureOf(x: unknown, name: string): unknown {
  const isObject = typeof x === 'object' && x !== null
  return isObject && Object.hasOwn(x, name) ? Reflect.get(x, name) : undefined
}

declare const structuredClone: <Value>(value: Value) => Value

/** Features are values by themselves; what is more than that is cloned. */
function copyOf<X>(who: string, x: X): X {
  if (typeof x !== 'object' || x === null) return x
  const isPlain = Object.values(x).every((value) => typeof value !== 'object' || value === null)
  if (isPlain && Object.getPrototypeOf(x) === Object.prototype) return { ...x }
  try {
    return structuredClone(x)
  } catch (cause) {
    const expected = 'the features must be such that they can be copied (or set "copy" to false)'
    throw Object.assign(new InvalidInputError(who, expected, x), { cause })
  }
}
