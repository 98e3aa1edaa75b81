import type { FileHandle } from 'node:fs/promises'
import { decodeRecord } from './record-format.js'

const CHUNK = 1 << 20

/** How far a segment can be read. */
export interface Scanned {
  /** One after its last record. */
  readonly next: number
  /** Where that one ends. */
  readonly bytes: number
  /** Whether what follows is neither a record nor the beginning of one. */
  readonly damaged: boolean
}

/** Where a record begins. */
export interface Mark {
  readonly next: number
  readonly bytes: number
}

/** Reads records from a mark up to an offset, or all of them; tells where it stopped. */
export async function scanSegment(
  file: FileHandle,
  from: Mark,
  until: number = Number.POSITIVE_INFINITY,
  passed: (mark: Mark) => void = () => {},
): Promise<Scanned> {
  let { next, bytes } = from
  let chunk: Buffer = Buffer.alloc(0)
  let at = 0
  while (next < until) {
    const decoded = decodeRecord(chunk, at)
    if (decoded.kind === 'record') {
      if (decoded.record.offset >= until) break
      next = decoded.record.offset + 1
      bytes += decoded.end - at
      at = decoded.end
      continue
    }
    if (decoded.kind === 'damaged') return { next, bytes, damaged: true }
    const read = await readChunk(file, bytes, Math.max(CHUNK, 2 * (chunk.length - at)))
    if (read.length <= chunk.length - at) break
    passed({ next, bytes })
    chunk = read
    at = 0
  }
  return { next, bytes, damaged: false }
}

/** The bytes of a file from a place on, as many as are there; nothing is made room for in vain. */
export async function readChunk(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { size } = await file.stat()
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - from)))
  if (buffer.length === 0) return buffer
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
  return buffer.subarray(0, bytesRead)
}
