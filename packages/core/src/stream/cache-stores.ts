import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { type FileSystem, fileSystem } from './local-file.js'

/** What may come at once, or later. */
export type Awaitable<Value> = Value | PromiseLike<Value>

/**
 * Where a `Cache` keeps streams, as text under keys. One for `localStorage`, IndexedDB or a bucket
 * takes these four methods.
 */
export interface CacheStore {
  /** The keys of all streams that were written to their end. */
  keys(): Awaitable<Iterable<string>>
  /** The text of one, in pieces of any size; `undefined` if there is none. */
  read(key: string): Awaitable<AsyncIterable<string> | Iterable<string> | undefined>
  /** Begins a text. It is not there before it is committed, and then replaces the one before. */
  write(key: string): Awaitable<CacheWriter>
  remove(key: string): Awaitable<void>
}

/** A text that is being written. One of `commit` and `discard` is called, once. */
export interface CacheWriter {
  write(text: string): Awaitable<void>
  commit(): Awaitable<void>
  discard(): Awaitable<void>
}

/** Keeps streams in memory. */
export class MemoryStore implements CacheStore {
  private readonly texts: Map<string, readonly string[]> = new Map()

  keys(): Iterable<string> {
    return [...this.texts.keys()]
  }

  read(key: string): Iterable<string> | undefined {
    return this.texts.get(key)
  }

  write(key: string): CacheWriter {
    const pieces: string[] = []
    return {
      write: (text) => {
        pieces.push(text)
      },
      commit: () => {
        this.texts.set(key, pieces)
      },
      discard: () => undefined,
    }
  }

  remove(key: string): void {
    this.texts.delete(key)
  }
}

const ENDING = '.coelho_cache.jsonl'

/** Keeps streams in files of a directory, one a key; where there are files: Node, Deno, Bun. */
export class DirectoryStore implements CacheStore {
  private readonly directory: string
  private readonly fs: FileSystem

  constructor(who: string, directory: string) {
    const fs = fileSystem()
    if (!fs) {
      const expected = 'needs a file system, and here is none: give a "store" instead'
      throw new InvalidOptionError(who, 'directory', expected, directory)
    }
    this.directory = directory
    this.fs = fs
  }

  async keys(): Promise<string[]> {
    const names = await this.fs.promises.readdir(this.directory).catch(nothingThere)
    const keys = (names ?? []).filter((name) => name.endsWith(ENDING))
    return keys.flatMap((name) => decodeName(name.slice(0, -ENDING.length)) ?? [])
  }

  async read(key: string): Promise<AsyncIterable<string> | undefined> {
    const path = this.pathOf(key)
    const handle = await this.fs.promises.open(path, 'r').catch(nothingThere)
    if (!handle) return undefined
    await handle.close()
    return this.fs.createReadStream(path, 'utf8')
  }

  async write(key: string): Promise<CacheWriter> {
    const { promises } = this.fs
    const path = this.pathOf(key)
    const draft = `${path}.${Math.random().toString(36).slice(2)}.part`
    await promises.mkdir(this.directory, { recursive: true })
    const handle = await promises.open(draft, 'wx')
    return {
      write: async (text) => {
        await handle.write(text)
      },
      commit: async () => {
        await handle.close()
        await promises.rename(draft, path)
      },
      discard: async () => {
        await handle.close()
        await promises.rm(draft, { force: true })
      },
    }
  }

  remove(key: string): Promise<void> {
    return this.fs.promises.rm(this.pathOf(key), { force: true })
  }

  private pathOf(key: string): string {
    return `${this.directory}/${encodeName(key)}${ENDING}`
  }
}

function nothingThere(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'ENOENT') throw error
}

/** A key as the name of a file: nothing in it leads to another folder. */
function encodeName(key: string): string {
  try {
    return encodeURIComponent(key).replace(/[*'()!.~]/g, (sign) => {
      return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
    })
  } catch {
    throw new InvalidInputError('Cache', 'a key must be well-formed text', key)
  }
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name)
  } catch {
    return undefined // a file of someone else
  }
}
