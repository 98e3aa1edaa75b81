import { SnapshotError } from '@coelho/core'

/** So much text is turned into bytes at once: all of it may be longer than a string can be. */
const CHUNK = 1 << 20
const NEWLINE = 10

/** Texts without line breaks as bytes, a line each. */
export function toLines(texts: Iterable<string>): Uint8Array {
  const encoder = new TextEncoder()
  const chunks: Uint8Array[] = []
  let open = ''
  for (const text of texts) {
    open += `${text}\n`
    if (open.length < CHUNK) continue
    chunks.push(encoder.encode(open))
    open = ''
  }
  chunks.push(encoder.encode(open))
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The texts again. Throws if the bytes are none, or do not end with a line. */
export function* fromLines(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, at)
    if (end < 0) throw new SnapshotError('lines must end with a line break')
    let text: string
    try {
      text = decoder.decode(bytes.subarray(at, end))
    } catch {
      throw new SnapshotError('lines must be of UTF-8')
    }
    yield text
    at = end + 1
  }
}
