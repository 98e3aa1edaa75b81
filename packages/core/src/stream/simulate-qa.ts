import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import { QaQueue } from './qa-queue.js'

const WHO = 'simulateQa'

/** When an event happens: a feature's name, or a function; `null`: its number. */
export type Moment<X> = string | ((x: X) => Date | number)
/** How long its answer takes: a feature's name, a number (milliseconds for dates), a function. */
export type Delay<X, Y> = string | number | ((x: X, y: Y) => number)

/** An event: features, target, and what else is to be learned with it. */
export type QaEvent<X, Y, Extra> = readonly [x: X, y: Y, extra?: Extra]

/** A question, where `y` is undefined, or the answer to it. */
export type Qa<X, Y, Extra = unknown> =
  | [i: number, x: X, y: Y | undefined]
  | [i: number, x: X, y: Y | undefined, extra: Extra]

/** How events become questions and answers. */
export interface QaOptions<X, Y> {
  /** When an event happens: a feature's name, or a function; `null`: its number. */
  readonly moment?: Moment<X> | null
  /** How long its answer takes, in the unit of the moments; `null`: it comes at once. */
  readonly delay?: Delay<X, Y> | null
  /** Gives questions copies of the features, so that what is done to them harms no answer. */
  readonly copy?: boolean
}

/**
 * Events as they come in production: first a question without the target, and once its delay is
 * over, before the next question, the answer. Of an async dataset the result is async.
 *
 * @example
 * const events: [{ at: number }, string][] = [[{ at: 0 }, 'a'], [{ at: 1 }, 'b'], [{ at: 5 }, 'c']]
 * const seen = [...stream.simulateQa(events, { moment: 'at', delay: 2 })]
 * seen.map(([i, , y]) => y ?? `${i}?`) // => ['0?', '1?', 'a', 'b', '2?', 'c']
 */
export function simulateQa<X, Y, Extra = unknown>(
  dataset: Iterable<QaEvent<X, Y, Extra>>,
  options?: QaOptions<X, Y>,
): Generator<Qa<X, Y, Extra>, void, undefined>
export function simulateQa<X, Y, Extra = unknown>(
  dataset: AsyncIterable<QaEvent<X, Y, Extra>>,
  options?: QaOptions<X, Y>,
): AsyncGenerator<Qa<X, Y, Extra>, void, undefined>
export function simulateQa<X, Y, Extra>(
  dataset: Iterable<QaEvent<X, Y, Extra>> | AsyncIterable<QaEvent<X, Y, Extra>>,
  given?: QaOptions<X, Y>,
): Generator<Qa<X, Y, Extra>, void, undefined> | AsyncGenerator<Qa<X, Y, Extra>, void, undefined> {
  const options = resolveOptions<QaOptions<X, Y>>(WHO, given, {
    moment: { kind: 'any', default: null, nullable: true },
    delay: { kind: 'any', default: null, nullable: true },
    copy: { kind: 'boolean', default: true },
  })
  checkOptions(options)
  const queue = new QaQueue<X, Y, Extra>(WHO, options)
  if (typeof dataset === 'object' && dataset !== null) {
    if (Symbol.asyncIterator in dataset) return simulateAsync(dataset, queue)
    if (Symbol.iterator in dataset) return simulateSync(dataset, queue)
  }
  throw new InvalidInputError(WHO, 'the dataset must be an iterable of [x, y]', dataset)
}

function checkOptions<X, Y>({ moment, delay }: QaOptions<X, Y>): void {
  if (moment !== null && typeof moment !== 'string' && typeof moment !== 'function') {
    const expected = "must be a feature's name or a function (or null)"
    throw new InvalidOptionError(WHO, 'moment', expected, moment)
  }
  const isDelay = Number.isFinite(delay) || typeof delay === 'string' || typeof delay === 'function'
  if (delay !== null && !isDelay) {
    const expected = "must be a finite number, a feature's name or a function (or null)"
    throw new InvalidOptionError(WHO, 'delay', expected, delay)
  }
}

function* simulateSync<X, Y, Extra>(
  dataset: Iterable<QaEvent<X, Y, Extra>>,
  queue: QaQueue<X, Y, Extra>,
): Generator<Qa<X, Y, Extra>, void, undefined> {
  for (const event of dataset) yield* queue.arrive(event)
  yield* queue.rest()
}

async function* simulateAsync<X, Y, Extra>(
  dataset: AsyncIterable<QaEvent<X, Y, Extra>>,
  queue: QaQueue<X, Y, Extra>,
): AsyncGenerator<Qa<X, Y, Extra>, void, undefined> {
  for await (const event of dataset) yield* queue.arrive(event)
  yield* queue.rest()
}
