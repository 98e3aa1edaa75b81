import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import { decodeValue, encodeValue } from './cache-codec.js'
import { type CacheStore, DirectoryStore, MemoryStore } from './cache-stores.js'
import { LineParser } from './lines.js'

const WHO = 'Cache'
/** So many characters are handed to the store at a time. */
const PIECE = 2 ** 16

/** Where streams are kept: in memory, unless one of these says otherwise. */
export interface CacheOptions {
  /** A folder for files, one a key; where there are files: in Node, Deno and Bun. */
  readonly directory?: string | null
  /** Anywhere else. */
  readonly store?: CacheStore | null
}

export type Stream<Item> = Iterable<Item> | AsyncIterable<Item>

/**
 * Remembers streams under keys: what took long to download or to make is there at once the next
 * time. Elements are kept one by one, as text, in memory unless a directory or a store is given;
 * they may hold numbers, texts, dates, lists, maps, sets and plain objects.
 *
 * A stream is remembered once it was read to its end. (River: takes what a loop that ended early
 * has left for the whole stream, and keeps everything in `/tmp`.)
 *
 * @example
 * const cache = new stream.Cache()
 * for await (const row of cache.call([1, 2, 3], 'numbers')) row
 * const again: number[] = []
 * for await (const row of cache.get<number>('numbers')) again.push(row)
 * again // => [1, 2, 3]
 */
export class Cache {
  readonly options: Readonly<CacheOptions>
  private readonly store: CacheStore

  constructor(given?: CacheOptions) {
    this.options = resolveOptions<CacheOptions>(WHO, given, {
      directory: { kind: 'string', default: null, nullable: true },
      store: { kind: 'object', default: null, nullable: true },
    })
    const { directory, store } = this.options
    if (directory && store) {
      throw new InvalidOptionError(WHO, 'store', 'must not be given together with a directory')
    }
    this.store = store ?? (directory ? new DirectoryStore(WHO, directory) : new MemoryStore())
  }

  /**
   * The elements kept under the key; if there are none, those of the stream, which are kept on the
   * way. A stream that is dear to open comes as a function, called only if it is needed.
   */
  async *call<Item>(
    stream: Stream<Item> | (() => Stream<Item>),
    key: string,
  ): AsyncGenerator<Item, void, undefined> {
    checkKey(key)
    const text = await this.store.read(key)
    if (text) yield* decodeAll<Item>(text)
    else yield* this.keep(typeof stream === 'function' ? stream() : stream, key)
  }

  /** The elements kept under the key. */
  async *get<Item>(key: string): AsyncGenerator<Item, void, undefined> {
    checkKey(key)
    const text = await this.store.read(key)
    if (!text) throw await this.unknownKey(key)
    yield* decodeAll<Item>(text)
  }

  /** The keys of all that is kept. */
  async keys(): Promise<Set<string>> {
    return new Set(await this.store.keys())
  }

  /** Whether there is something under the key. */
  async has(key: string): Promise<boolean> {
    return (await this.keys()).has(key)
  }

  /** Forgets what is under the key. */
  async clear(key: string): Promise<void> {
    checkKey(key)
    if (!(await this.has(key))) throw await this.unknownKey(key)
    await this.store.remove(key)
  }

  /** Forgets everything. */
  async clearAll(): Promise<void> {
    for (const key of await this.keys()) await this.store.remove(key)
  }

  private async *keep<Item>(
    stream: Stream<Item>,
    key: string,
  ): AsyncGenerator<Item, void, undefined> {
    const writer = await this.store.write(key)
    let finished = false
    try {
      let held = ''
      for await (const item of stream) {
        held += `${encodeValue(WHO, item)}\n`
        if (held.length >= PIECE) {
          await writer.write(held)
          held = ''
        }
        yield item
      }
      if (held !== '') await writer.write(held)
      finished = true
    } finally {
      await (finished ? writer.commit() : writer.discard())
    }
  }

  private async unknownKey(key: string): Promise<InvalidInputError> {
    const known = [...(await this.keys())].map((known) => JSON.stringify(known)).join(', ')
    return new InvalidInputError(WHO, `the key must be one of those kept (${known || 'none'})`, key)
  }
}

async function* decodeAll<Item>(
  text: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Item, void, undefined> {
  const parser = new LineParser(WHO, Number.POSITIVE_INFINITY)
  for await (const piece of text) {
    parser.push(piece)
    for (let line = parser.next(); line !== undefined; line = parser.next()) {
      yield decodeValue(WHO, line, parser.line) as Item
    }
  }
  parser.end()
  for (let line = parser.next(); line !== undefined; line = parser.next()) {
    yield decodeValue(WHO, line, parser.line) as Item
  }
}

function checkKey(key: unknown): void {
  if (typeof key === 'string' && key !== '') return
  throw new InvalidInputError(WHO, 'the key must be a text that is not empty', key)
}
