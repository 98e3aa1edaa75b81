import {
  alignTo8,
  BUFFER_KINDS,
  type BufferKind,
  PREFIX_BYTES,
  writePrefix,
} from '../snapshot/format.js'

interface Header {
  readonly buffers: [kind: BufferKind, length: number][]
}

/** A snapshot with one array cut to half its length, and a checksum that fits. */
export interface CutSnapshot {
  readonly what: string
  readonly cut: Uint8Array
}

/** One for each array of a snapshot, up to so many. */
export function cutBuffers(bytes: Uint8Array, most: number): CutSnapshot[] {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true)
  const text = new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerLength))
  const { buffers } = JSON.parse(text) as Header
  const result: CutSnapshot[] = []
  let at = alignTo8(PREFIX_BYTES + headerLength)
  for (let i = 0; i < buffers.length && result.length < most; i++) {
    const [kind, length] = buffers[i]
    const size = length * BUFFER_KINDS[kind].BYTES_PER_ELEMENT
    const next = at + alignTo8(size)
    if (length > 0) {
      const left = length >> 1
      const header = JSON.parse(text) as Header
      header.buffers[i][1] = left
      const kept = bytes.subarray(at, at + left * BUFFER_KINDS[kind].BYTES_PER_ELEMENT)
      const what = `array ${i} of ${buffers.length} cut from ${length} to ${left} numbers`
      const before = bytes.subarray(alignTo8(PREFIX_BYTES + headerLength), at)
      result.push({ what, cut: assemble(header, [before, kept, bytes.subarray(next)]) })
    }
    at = next
  }
  return result
}

/** Sealed as a saved model is; each piece begins at a multiple of 8 bytes. */
function assemble(header: Header, pieces: readonly Uint8Array[]): Uint8Array {
  const encoded = new TextEncoder().encode(JSON.stringify(header))
  const start = alignTo8(PREFIX_BYTES + encoded.length)
  const total = pieces.reduce((sum, piece) => sum + alignTo8(piece.length), start)
  const bytes = new Uint8Array(total)
  bytes.set(encoded, PREFIX_BYTES)
  let at = start
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += alignTo8(piece.length)
  }
  writePrefix(bytes, encoded.length)
  return bytes
}
