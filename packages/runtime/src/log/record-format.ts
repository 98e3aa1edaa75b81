import { crc32 } from 'node:zlib'
import type { LogRecord } from '../source/event-source.js'

/**
 * A record in a segment: its length without these four bytes and the four of the checksum, the
 * CRC-32 of what follows, then offset, time, the key's length (-1: none), key and value. Numbers
 * are little-endian.
 */
const HEAD = 8
const FIXED = 8 + 8 + 4
const NO_KEY = -1
/** One record is at most so long. */
export const LONGEST_RECORD: number = 16 << 20

/** How many bytes a record takes. */
export function encodedLength(key: Uint8Array | null, value: Uint8Array): number {
  return HEAD + FIXED + (key?.length ?? 0) + value.length
}

/** Writes a record at a place of a buffer that is large enough; answers where it ends. */
export function encodeRecord(into: Buffer, at: number, record: LogRecord): number {
  const { key, value } = record
  const end = at + encodedLength(key, value)
  let place = at + HEAD
  place = into.writeBigUInt64LE(BigInt(record.offset), place)
  place = into.writeDoubleLE(record.time, place)
  place = into.writeInt32LE(key?.length ?? NO_KEY, place)
  if (key) {
    into.set(key, place)
    place += key.length
  }
  into.set(value, place)
  into.writeUInt32LE(end - at - HEAD, at)
  into.writeUInt32LE(crc32(into.subarray(at + HEAD, end)), at + 4)
  return end
}

/** What stands at a place of a segment. */
export type Decoded =
  | { readonly kind: 'record'; readonly record: LogRecord; readonly end: number }
  /** Its end is not there (yet). */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'damaged' }

const INCOMPLETE: Decoded = { kind: 'incomplete' }
const DAMAGED: Decoded = { kind: 'damaged' }

/** The record that begins at a place. Key and value are views of the bytes, not copies. */
export function decodeRecord(bytes: Buffer, at: number): Decoded {
  if (at + HEAD > bytes.length) return INCOMPLETE
  const length = bytes.readUInt32LE(at)
  if (length < FIXED || length > LONGEST_RECORD) return DAMAGED
  const end = at + HEAD + length
  if (end > bytes.length) return INCOMPLETE
  if (bytes.readUInt32LE(at + 4) !== crc32(bytes.subarray(at + HEAD, end))) return DAMAGED
  const keyLength = bytes.readInt32LE(at + HEAD + 16)
  const keyStart = at + HEAD + FIXED
  const valueStart = keyStart + Math.max(keyLength, 0)
  if (keyLength < NO_KEY || valueStart > end) return DAMAGED
  const record = {
    offset: Number(bytes.readBigUInt64LE(at + HEAD)),
    time: bytes.readDoubleLE(at + HEAD + 8),
    key: keyLength === NO_KEY ? null : bytes.subarray(keyStart, valueStart),
    value: bytes.subarray(valueStart, end),
  }
  return { kind: 'record', record, end }
}
