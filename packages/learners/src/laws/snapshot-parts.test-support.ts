/**
 * What is known here of the format of snapshots is written down once more, from its description,
 * so that parts of a snapshot can be changed and the whole still passes the checks of its prefix.
 */

const PREFIX_BYTES = 32

export type Bytes = Uint8Array<ArrayBuffer>

/** A snapshot taken apart. */
export interface Parts {
  readonly header: Record<string, unknown> & { buffers: [kind: string, length: number][] }
  /** The elements of each buffer. */
  readonly arrays: number[][]
}

const KINDS = {
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const
export const kindOf = (kind: string) => KINDS[kind as keyof typeof KINDS] ?? Uint8Array

export function takeApart(bytes: Uint8Array): Parts {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const end = PREFIX_BYTES + view.getUint32(12, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, end)))
  let at = alignTo8(end)
  const arrays = (header as Parts['header']).buffers.map(([kind, length]) => {
    const make = kindOf(kind)
    const data = bytes.slice(at, at + length * make.BYTES_PER_ELEMENT)
    at += alignTo8(data.length)
    return Array.from(new make(data.buffer))
  })
  return { header, arrays }
}

export const alignTo8 = (bytes: number) => 8 * Math.ceil(bytes / 8)

/** The lengths in the table of buffers are brought up to date; of the kinds the header decides. */
export function putTogether({ header, arrays }: Parts): Bytes {
  const pieces = arrays.map((array, i) => {
    header.buffers[i][1] = array.length
    const piece = new Uint8Array(kindOf(header.buffers[i][0]).from(array).buffer)
    return join(piece, new Uint8Array(alignTo8(piece.length) - piece.length))
  })
  return assemble(header, join(...pieces))
}

export function assemble(header: unknown, body: Uint8Array): Bytes {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = alignTo8(PREFIX_BYTES + text.length)
  const bytes = new Uint8Array(start + body.length)
  bytes.set(text, PREFIX_BYTES)
  bytes.set(body, start)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('CO\r\nELHO'))
  view.setUint32(8, 1, true)
  view.setUint32(12, text.length, true)
  return seal(bytes)
}

/** Writes the checksum anew: four lanes of 32 bits over all bytes but its own 16. */
export function seal(bytes: Bytes): Bytes {
  const lanes = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, bytes.length]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const whole = bytes.length - (bytes.length % 16)
  for (let at = 0; at < whole; at += 4) {
    if (at >> 4 !== 1) lanes[(at >> 2) & 3] = mix(lanes[(at >> 2) & 3], view.getUint32(at, true))
  }
  for (let at = whole; at < bytes.length; at++) lanes[0] = mix(lanes[0], bytes[at])
  for (let i = 0; i < 4 && bytes.length >= PREFIX_BYTES; i++)
    view.setUint32(16 + 4 * i, lanes[i], true)
  return bytes
}

function mix(lane: number, word: number): number {
  const h = Math.imul(lane ^ word, 0xcc9e2d51)
  return Math.imul((h << 15) | (h >>> 17), 0x1b873593) >>> 0
}

export function join(...pieces: Uint8Array[]): Bytes {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
