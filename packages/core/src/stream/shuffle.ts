import { InvalidInputError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import { drawBelow, type SourceSeed, shuffleInPlace, sourceOf } from '../random/seeded.js'
import { isWebStream, readWebStream, type WebStream } from './web-stream.js'

const WHO = 'shuffle'

/** How a stream is shuffled. */
export interface ShuffleOptions {
  /** How many elements are held in memory: the more, the further they may move. */
  readonly bufferSize: number
  /** The order repeats with the same seed. A generator may be given instead. */
  readonly seed?: SourceSeed
}

/**
 * The elements of a stream in random order, as far as a buffer allows: each new element takes the
 * place of one in the buffer, which comes out. Of an async stream the result is async.
 *
 * Draws a place in the buffer for each element that finds it full; at the end, as `Random.shuffle`.
 *
 * @example
 * const order = [...stream.shuffle([0, 1, 2, 3, 4, 5], 3, { seed: 42 })]
 * order // => [2, 0, 4, 5, 1, 3]
 */
export function shuffle<Item>(
  items: Iterable<Item>,
  bufferSize: number | ShuffleOptions,
  options?: Omit<ShuffleOptions, 'bufferSize'>,
): Generator<Item, void, undefined>
export function shuffle<Item>(
  items: AsyncIterable<Item> | WebStream,
  bufferSize: number | ShuffleOptions,
  options?: Omit<ShuffleOptions, 'bufferSize'>,
): AsyncGenerator<Item, void, undefined>
export function shuffle<Item>(
  items: Iterable<Item> | AsyncIterable<Item> | WebStream,
  size: number | ShuffleOptions,
  rest?: Omit<ShuffleOptions, 'bufferSize'>,
): Generator<Item, void, undefined> | AsyncGenerator<Item, void, undefined> {
  const given = typeof size === 'number' ? { ...rest, bufferSize: size } : size
  const { bufferSize, seed } = resolveOptions<ShuffleOptions>(WHO, given, {
    bufferSize: { kind: 'integer', atLeast: 1 },
    seed: { kind: 'any', default: null, nullable: true },
  })
  const buffer = new ShuffleBuffer<Item>(bufferSize, seed ?? null)
  const isObject = typeof items === 'object' && items !== null
  if (isObject && Symbol.asyncIterator in items) return shuffleAsync(items, buffer)
  if (typeof items === 'string' || (isObject && Symbol.iterator in items)) {
    return shuffleSync(items as Iterable<Item>, buffer)
  }
  if (isObject && isWebStream(items)) {
    return shuffleAsync(readWebStream(items) as AsyncIterable<Item>, buffer)
  }
  throw new InvalidInputError(WHO, 'the stream must be an iterable or an async iterable', items)
}

class ShuffleBuffer<Item> {
  private readonly items: Item[] = []
  private readonly size: number
  private readonly source: ReturnType<typeof sourceOf>

  constructor(size: number, seed: SourceSeed) {
    this.size = size
    this.source = sourceOf(WHO, seed)
  }

  get full(): boolean {
    return this.items.length === this.size
  }

  add(item: Item): void {
    this.items.push(item)
  }

  /** Puts an element in the place of another, which it gives. */
  exchange(item: Item): Item {
    const at = drawBelow(WHO, this.source, this.size)
    const out = this.items[at]
    this.items[at] = item
    return out
  }

  rest(): Item[] {
    shuffleInPlace(WHO, this.source, this.items)
    return this.items
  }
}

function* shuffleSync<Item>(
  items: Iterable<Item>,
  buffer: ShuffleBuffer<Item>,
): Generator<Item, void, undefined> {
  for (const item of items) {
    if (buffer.full) yield buffer.exchange(item)
    else buffer.add(item)
  }
  yield* buffer.rest()
}

async function* shuffleAsync<Item>(
  items: AsyncIterable<Item>,
  buffer: ShuffleBuffer<Item>,
): AsyncGenerator<Item, void, undefined> {
  for await (const item of items) {
    if (buffer.full) yield buffer.exchange(item)
    else buffer.add(item)
  }
  yield* buffer.rest()
}
