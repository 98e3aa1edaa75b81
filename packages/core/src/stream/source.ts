import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { asBytes } from './bytes.js'
import { gunzip } from './gunzip.js'
import { localFile } from './local-file.js'
import { isWebStream, readWebStream, type WebStream } from './web-stream.js'

/** A piece of a file: text, or bytes of UTF-8. Where it was cut does not matter. */
export type Chunk = string | Uint8Array

/** Bytes in memory, in whichever form the platform gives them. */
export type Bytes = ArrayBufferLike | ArrayBufferView

/**
 * What carries the chunks of a file: Node's streams, web streams, a `fetch` response, a `Blob` or
 * `File`, the handle of a file picker, an open file of Deno.
 */
export type ChunkSource =
  | Bytes
  | Iterable<string | Bytes>
  | AsyncIterable<string | Bytes>
  | WebStream
  | { stream(): WebStream }
  | { readonly body: WebStream | null; readonly ok?: boolean; readonly status?: number }
  | { readonly readable: WebStream }
  | { getFile(): Promise<{ stream(): WebStream }> }

/** Where a file is: a path or a URL. */
export type Location = string | { readonly href: string }

/**
 * Where rows are read from, or a promise of it. A string is a path or a URL; text itself comes in a
 * list: `[text]`.
 */
export type Source = Location | ChunkSource | PromiseLike<ChunkSource>

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
  const opened = await (isLocation(source) ? openLocation(source, options.open) : source)
  const chunks = checkChunks(who, await iterate(who, opened))
  yield* packed ? gunzip(who, chunks, lineOf) : chunks
}

export function isLocation(source: unknown): source is Location {
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

export function addressOf(location: Location): string {
  return typeof location === 'string' ? location : location.href
}

declare const fetch: (
  url: string,
) => Promise<{ ok: boolean; status: number; body: WebStream | null }>

async function openLocation(location: Location, open: SourceOptions['open']): Promise<ChunkSource> {
  if (open) return open(location)
  const file = localFile(location)
  if (file) return file.fs.createReadStream(file.path)
  return fetch(addressOf(location))
}

async function iterate(
  who: string,
  source: unknown,
): Promise<AsyncIterable<unknown> | Iterable<unknown>> {
  if (asBytes(source)) return [source]
  if (typeof source === 'object' && source !== null) {
    if (isWebStream(source)) return readWebStream(source)
    if (Symbol.asyncIterator in source) return source as AsyncIterable<unknown>
    if (Symbol.iterator in source) return source as Iterable<unknown>
    if ('stream' in source && typeof source.stream === 'function')
      return iterate(who, source.stream())
    if ('body' in source) return source.body === null ? [] : iterate(who, bodyOf(who, source))
    if ('readable' in source) return iterate(who, source.readable)
    if ('getFile' in source && typeof source.getFile === 'function')
      return iterate(who, await source.getFile())
  }
  const expected = 'the source must be a path, a URL, a stream, a Blob or a list of chunks'
  throw new InvalidInputError(who, expected, source)
}

/** What a server sent, if it is what was asked for and not a page that says why not. */
function bodyOf(who: string, response: object): unknown {
  const { ok, status, url, body } = response as Record<string, unknown>
  if (ok !== false) return body
  const expected = `the file ${url || 'of the response'} must be there for reading`
  throw new InvalidInputError(who, expected, `HTTP status ${status}`)
}

async function* checkChunks(
  who: string,
  chunks: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of chunks) {
    const checked = typeof chunk === 'string' ? chunk : asBytes(chunk)
    if (checked === undefined) {
      throw new InvalidInputError(who, 'each chunk must be a string or a Uint8Array', chunk)
    }
    yield checked
  }
}
