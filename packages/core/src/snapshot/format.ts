import { SnapshotError } from '../errors.js'

export type BufferKind = 'float64' | 'int32' | 'uint32' | 'uint8'
export type NumberArray = Float64Array | Int32Array | Uint32Array | Uint8Array

interface NumberArrayClass {
  new (source: ArrayBuffer, at?: number, length?: number): NumberArray
  readonly BYTES_PER_ELEMENT: number
}

/** The kinds of arrays a snapshot holds. */
export const BUFFER_KINDS: Readonly<Record<BufferKind, NumberArrayClass>> = {
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
}

/** The largest header that is read: a hostile length must not ask for more. */
export const MAX_HEADER_BYTES: number = 256 * 2 ** 20
export const FORMAT_VERSION: number = 1
export const PREFIX_BYTES: number = 32 // magic 8, version 4, header length 4, checksum 16
const MAGIC = 0x4f484c45 // "ELHO", little-endian; before it stands "CO\r\n"
const GUARD = 0x0a0d4f43 // "CO\r\n": a copy in text mode damages it at once

export function kindOfArray(array: unknown): BufferKind | undefined {
  if (array instanceof Float64Array) return 'float64'
  if (array instanceof Int32Array) return 'int32'
  if (array instanceof Uint32Array) return 'uint32'
  if (array instanceof Uint8Array) return 'uint8'
  return undefined
}

/** Without bitwise operators: they would make a hostile length of 2^32 bytes a small one. */
export function alignTo8(bytes: number): number {
  return 8 * Math.ceil(bytes / 8)
}

/** Whether the engine's order of bytes is the file's. */
export function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
}

/** From the engine's order of bytes to the file's, or back: a change on big-endian engines only. */
export function littleEndian(bytes: Uint8Array, width: number): Uint8Array {
  if (isLittleEndian()) return bytes
  const turned = bytes.slice()
  for (let at = 0; at < turned.length; at += width) turned.subarray(at, at + width).reverse()
  return turned
}

export function writePrefix(bytes: Uint8Array, headerLength: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  view.setUint32(0, GUARD, true)
  view.setUint32(4, MAGIC, true)
  view.setUint32(8, FORMAT_VERSION, true)
  view.setUint32(12, headerLength, true)
  const sums = checksum(bytes)
  sums.forEach((sum, lane) => {
    view.setUint32(16 + 4 * lane, sum, true)
  })
}

/** Checks all that can be checked before the header is parsed; gives its length. */
export function readPrefix(bytes: Uint8Array, isVerified = false): number {
  if (bytes.length < PREFIX_BYTES) throw new SnapshotError('too short to be one', bytes.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(0, true) !== GUARD || view.getUint32(4, true) !== MAGIC) {
    throw new SnapshotError('these bytes are not a snapshot of this library')
  }
  const version = view.getUint32(8, true)
  if (version !== FORMAT_VERSION) {
    const expected = `this version reads format ${FORMAT_VERSION}; a newer one may read this file`
    throw new SnapshotError(expected, version)
  }
  const headerLength = view.getUint32(12, true)
  if (headerLength > MAX_HEADER_BYTES || PREFIX_BYTES + headerLength > bytes.length) {
    throw new SnapshotError('the header is longer than the file: it was cut off', headerLength)
  }
  if (isVerified) return headerLength
  const sums = checksum(bytes)
  for (let lane = 0; lane < 4; lane++) {
    if (view.getUint32(16 + 4 * lane, true) !== sums[lane]) {
      throw new SnapshotError('the bytes are damaged: the checksum differs')
    }
  }
  return headerLength
}

/**
 * Four lanes of 32 bits over all bytes but its own 16. Each step is a bijection of the lane,
 * so that no change of a single word goes unseen. It finds accidents, not forgeries.
 */
export function checksum(bytes: Uint8Array): Uint32Array {
  const lanes = new Uint32Array([0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, bytes.length])
  let [a, b, c, d] = lanes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const whole = bytes.length - (bytes.length % 16)
  for (let at = 0; at < whole; at += 16) {
    if (at === 16) continue // the checksum's own place
    a = mix(a, view.getUint32(at, true))
    b = mix(b, view.getUint32(at + 4, true))
    c = mix(c, view.getUint32(at + 8, true))
    d = mix(d, view.getUint32(at + 12, true))
  }
  for (let at = whole; at < bytes.length; at++) a = mix(a, bytes[at])
  lanes.set([a, b, c, d])
  return lanes
}

function mix(lane: number, word: number): number {
  const h = Math.imul(lane ^ word, 0xcc9e2d51)
  return Math.imul((h << 15) | (h >>> 17), 0x1b873593) >>> 0
}
