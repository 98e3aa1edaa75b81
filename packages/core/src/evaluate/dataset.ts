import { Frame } from '../data/frame.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'

/** What may come with an event: its weight, its time, and what else a model takes by name. */
export interface Extra {
  readonly w?: number
  /** When it happened, for metrics over a period of time. */
  readonly t?: Date | number
  readonly [option: string]: unknown
}

/** An event with its label or target, and what else is to be known of it. */
export type Labelled<X = Features, Y = unknown> = readonly [x: X, y: Y, extra?: Extra]

/** Many events in one typed array, with their labels, and a weight and a time for each. */
export interface FrameDataset {
  readonly x: Frame
  readonly y: ArrayLike<unknown>
  readonly w?: ArrayLike<number>
  readonly t?: ArrayLike<Date | number>
}

/** Events with labels, in the order in which they happen. */
// biome-ignore lint/suspicious/noExplicitAny: events of any kind
export type SyncDataset = Iterable<readonly [x: any, y: any, extra?: any]> | FrameDataset

/** The same from a source that has to be waited for. */
// biome-ignore lint/suspicious/noExplicitAny: events of any kind
export type AsyncDataset = AsyncIterable<readonly [x: any, y: any, extra?: any]>

export function isAsync(dataset: SyncDataset | AsyncDataset): dataset is AsyncDataset {
  return typeof dataset === 'object' && dataset !== null && Symbol.asyncIterator in dataset
}

export function isFrames(dataset: SyncDataset | AsyncDataset): dataset is FrameDataset {
  return 'x' in dataset && dataset.x instanceof Frame
}

/** Throws unless it is something to walk over. */
export function checkDataset(dataset: unknown): void {
  if (typeof dataset === 'object' && dataset !== null) {
    if (Symbol.asyncIterator in dataset || Symbol.iterator in dataset) return
    if (isFrames(dataset as FrameDataset)) {
      checkLengths(dataset as FrameDataset)
      return
    }
  }
  const expected = 'the dataset must be an iterable of [x, y], or { x, y } with a Frame'
  throw new InvalidInputError('evaluate', expected, dataset)
}

function checkLengths({ x, y, w, t }: FrameDataset): void {
  for (const [name, list] of Object.entries({ y, w, t })) {
    if (name !== 'y' && list === undefined) continue
    if (list?.length === x.length) continue
    const expected = `a frame of ${x.length} rows needs as many values of ${name}`
    throw new InvalidInputError('evaluate', expected, list?.length)
  }
}

/** The events of a dataset one by one. */
export function eventsOf(dataset: SyncDataset): Iterable<Labelled> {
  return isFrames(dataset) ? rowsOf(dataset) : dataset
}

function* rowsOf({ x, y, w, t }: FrameDataset): Generator<Labelled> {
  const plain = w === undefined && t === undefined
  for (let i = 0; i < x.length; i++) {
    if (plain) yield [x.row(i), y[i]]
    else yield [x.row(i), y[i], { ...(w && { w: w[i] }), ...(t && { t: t[i] }) }]
  }
}

/** Some of the events, from `start` up to but not including `end`. */
export function sliceFrames(dataset: FrameDataset, start: number, end: number): FrameDataset {
  const { x, y, w, t } = dataset
  if (start === 0 && end === x.length) return dataset
  const part = <T>(list: ArrayLike<T>): T[] =>
    Array.from({ length: end - start }, (_, i) => list[start + i])
  return { x: x.slice(start, end), y: part(y), ...(w && { w: part(w) }), ...(t && { t: part(t) }) }
}

/** Throws unless an event is a pair with its label. */
export function checkEvent(event: unknown, number: number): void {
  if (Array.isArray(event) && event.length >= 2) return
  throw new InvalidInputError('evaluate', `event ${number} must be [x, y] or [x, y, extra]`, event)
}
