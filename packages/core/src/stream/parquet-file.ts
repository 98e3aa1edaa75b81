import { InvalidInputError } from '../errors.js'
import { asBytes } from './bytes.js'
import { localFile } from './local-file.js'
import { addressOf, isLocation, type Location, readChunks, type Source } from './source.js'

/** A file that can be read anywhere in it: what `hyparquet` calls an AsyncBuffer. */
export interface RandomAccess {
  readonly byteLength: number
  slice(start: number, end?: number): ArrayBufferLike | Promise<ArrayBufferLike>
}

export interface OpenedFile extends RandomAccess {
  close?(): Promise<void>
}

export interface BlobLike {
  readonly size: number
  slice(start: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** Where a Parquet file is, or the file itself. What can only be streamed is read as a whole. */
export type ParquetSource = Source | RandomAccess | BlobLike

declare const fetch: (
  url: string,
  options: { method?: string; headers?: Record<string, string> },
) => Promise<Answer>

interface Answer {
  readonly ok: boolean
  readonly status: number
  readonly headers: { get(name: string): string | null }
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Opens the file for reading anywhere in it. */
export async function openParquet(
  who: string,
  source: ParquetSource,
  open: ((location: Location) => unknown) | null,
): Promise<OpenedFile> {
  if (!isLocation(source)) return openObject(who, await source)
  if (open) return openObject(who, await open(source))
  const file = localFile(source)
  if (file) return openLocal(await file.fs.promises.open(file.path, 'r'))
  return openRemote(who, addressOf(source))
}

async function openObject(who: string, source: unknown): Promise<OpenedFile> {
  const bytes = asBytes(source)
  if (bytes) return inMemory(bytes)
  if (isBlob(source)) {
    const slice = (start: number, end?: number) => source.slice(start, end).arrayBuffer()
    return { byteLength: source.size, slice }
  }
  if (isRandomAccess(source)) return source
  const chunks: Uint8Array[] = []
  for await (const chunk of readChunks(who, source as Source, {}, () => 1)) {
    if (typeof chunk !== 'string') chunks.push(chunk)
    else throw new InvalidInputError(who, 'a Parquet file must come in a Uint8Array', chunk)
  }
  return inMemory(join(chunks))
}

function isBlob(source: unknown): source is BlobLike {
  if (typeof source !== 'object' || source === null) return false
  const { size, slice } = source as Record<string, unknown>
  return typeof size === 'number' && typeof slice === 'function'
}

function isRandomAccess(source: unknown): source is RandomAccess {
  if (typeof source !== 'object' || source === null) return false
  const { byteLength, slice } = source as Record<string, unknown>
  return typeof byteLength === 'number' && typeof slice === 'function'
}

function inMemory(bytes: Uint8Array): OpenedFile {
  const slice = (start: number, end = bytes.length) => bytes.slice(start, end).buffer
  return { byteLength: bytes.length, slice }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

type Handle = Awaited<
  ReturnType<NonNullable<ReturnType<typeof localFile>>['fs']['promises']['open']>
>

async function openLocal(handle: Handle): Promise<OpenedFile> {
  const { size } = await handle.stat()
  const slice = async (start: number, end = size) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
      if (bytesRead === 0) break // the file was cut while it was read
      at += bytesRead
    }
    return bytes.buffer
  }
  return { byteLength: size, slice, close: () => handle.close() }
}

/** Reads ranges of a file on a server; as a whole where the server knows no ranges. */
async function openRemote(who: string, url: string): Promise<OpenedFile> {
  const head = /^https?:/i.test(url) ? await fetch(url, { method: 'HEAD' }) : undefined
  const size = Number(head?.headers.get('content-length') ?? 0)
  const takesRanges = head?.ok && head.headers.get('accept-ranges') === 'bytes' && size > 0
  if (!takesRanges) return inMemory(new Uint8Array(await (await get(who, url, {})).arrayBuffer()))
  const slice = async (start: number, end = size) => {
    const range = { Range: `bytes=${start}-${end - 1}` }
    return (await get(who, url, range)).arrayBuffer()
  }
  return { byteLength: size, slice }
}

async function get(who: string, url: string, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(url, { headers })
  const isWhole = headers['Range'] === undefined || answer.status === 206
  if (answer.ok && isWhole) return answer
  const expected = `the file ${url} must be there for reading`
  throw new InvalidInputError(who, expected, `HTTP status ${answer.status}`)
}
