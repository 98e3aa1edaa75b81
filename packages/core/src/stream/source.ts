import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { gunzip } from './gunzip.js'
import { isWebStream, readWebStream, type WebStream } from './web-stream.js'

/** A piece of a file: text, or bytes of UTF-8. Where it was cut does not matter. */
export type Chunk = string | Uint8Array

/** What carries the chunks of a file: Node's streams, web streams, a `fetch` response, a `Blob`. */
export type ChunkSource =
  | Uint8Array
  | Iterable<Chunk>
  | AsyncIterable<Chunk>
  | WebStream
  | { stream(): WebStream }
  | { readonly body: WebStream | null }

/** Where a file is: a path or a URL. */
export type Location = string | { readonly href: string }

/** Where rows are read from. A string is a path or a URL; text itself comes in a list: `[text]`. */
export type Source = Location | ChunkSource

/** How a source is opened and unpacked. */
export interface SourceOptions {
  /** `'infer'` unpacks files whose names end in `.gz`, `'gzip'` always, `null` never. */
  readonly compression?: 'infer' | 'gzip' | null
  /** Opens a path or a URL; unless told, files by Node's `fs` and URLs by `fetch`. */
  readonly open?: ((location: Location) => ChunkSource | Promise<ChunkSource>) | null
}

/** The chunks of a source, opened with the first of them and closed with the last. */
export async function* readChunks(
  who: string,
  source: Source,
  options: SourceOptions,
  lineOf: () => number,
): AsyncGenerator<Chunk, void, undefined> {
  const packed = isPacked(who, source, options)
  const opened = isLocation(source) ? await openLocation(who, source, options.open) : source
  const chunks = checkChunks(who, iterate(who, opened))
  yield* packed ? gunzip(who, chunks, lineOf) : chunks
}

function isLocation(source: unknown): source is Location {
  if (typeof source === 'string') return true
  return (
    typeof source === 'object' && source !== null && typeof Reflect.get(source, 'href') === 'string'
  )
}

function isPacked(who: string, source: Source, { compression }: SourceOptions): boolean {
  if (compression !== 'infer') return compression === 'gzip'
  if (!isLocation(source)) return false
  const name = addressOf(source)
    .replace(/[?#].*$/, '')
    .toLowerCase()
  if (name.endsWith('.zip')) {
    throw new InvalidOptionError(who, 'compression', 'knows no zip: unpack the file first', name)
  }
  return name.endsWith('.gz')
}

function addressOf(location: Location): string {
  return typeof location === 'string' ? location : location.href
}

interface FileSystem {
  createReadStream(path: unknown): AsyncIterable<Uint8Array>
}

declare const process: { getBuiltinModule?(name: string): unknown } | undefined
declare const fetch: (
  url: string,
) => Promise<{ ok: boolean; status: number; body: WebStream | null }>
declare const URL: new (url: string) => { readonly href: string }

async function openLocation(
  who: string,
  location: Location,
  open: SourceOptions['open'],
): Promise<ChunkSource> {
  if (open) return open(location)
  const address = addressOf(location)
  const remote = /^(https?|data|blob):/i.test(address)
  const fs = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:fs')
  if (fs && !remote) {
    const isFileUrl = /^file:/i.test(address)
    return (fs as FileSystem).createReadStream(isFileUrl ? new URL(address) : address)
  }
  const response = await fetch(address)
  if (response.ok) return response
  const expected = `the file ${address} must be there for reading`
  throw new InvalidInputError(who, expected, `HTTP status ${response.status}`)
}

function iterate(who: string, source: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  if (source instanceof Uint8Array) return [source]
  if (typeof source === 'object' && source !== null) {
    if (isWebStream(source)) return readWebStream(source)
    if (Symbol.asyncIterator in source) return source as AsyncIterable<unknown>
    if (Symbol.iterator in source) return source as Iterable<unknown>
    if ('stream' in source && typeof source.stream === 'function')
      return iterate(who, source.stream())
    if ('body' in source) return source.body === null ? [] : iterate(who, source.body)
  }
  const expected = 'the source must be a path, a URL, a stream, a Blob or a list of chunks'
  throw new InvalidInputError(who, expected, source)
}

async function* checkChunks(
  who: string,
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
      throw new InvalidInputError(who, 'each chunk must be a string or a Uint8Array', chunk)
    }
    yield chunk
  }
}
