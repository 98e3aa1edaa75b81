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

/** Reads records up to an offset, or all of them; tells where it stopped. */
export async function scanSegment(
  file: FileHandle,
  first: number,
  until: number = Number.POSITIVE_INFINITY,
): Promise<Scanned> {
  let next = first
  let bytes = 0
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
    chunk = read
    at = 0
  }
  return { next, bytes, damaged: false }
}

/** The bytes of a file from a place on, as many as are there. */
export async function readChunk(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, from)
  return buffer.subarray(0, bytesRead)
}
