import type { Chunk } from './source.js'

declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

const NEWLINE = 10
const BYTE_ORDER_MARK = '\uFEFF'

/** Stands for bytes that are no UTF-8. No valid text decodes to this half of a pair. */
export const DAMAGE = '\uDFFF'

/**
 * Bytes to text, across chunks that end within a character. A line with bytes that are no UTF-8
 * carries the mark `DAMAGE`; all other lines are as they should be.
 */
export class TextReader {
  /** Whether any mark was set: only then need lines be searched for it. */
  damaged: boolean = false
  private readonly strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private readonly lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  private rest: Uint8Array = new Uint8Array(0) // the beginning of a character
  private started = false

  read(chunk: Chunk): string {
    if (typeof chunk === 'string') return this.withoutMark(this.end() + chunk)
    const bytes = this.rest.length ? join(this.rest, chunk) : chunk
    const whole = wholeCharacters(bytes)
    this.rest = bytes.slice(whole)
    return this.withoutMark(this.decode(bytes.subarray(0, whole)))
  }

  /** What is left when no more bytes come: half a character, or nothing. */
  end(): string {
    if (this.rest.length === 0) return ''
    this.rest = new Uint8Array(0)
    this.damaged = true
    return DAMAGE
  }

  private decode(bytes: Uint8Array): string {
    try {
      return this.strict.decode(bytes)
    } catch {
      return this.decodeLines(bytes)
    }
  }

  private decodeLines(bytes: Uint8Array): string {
    let text = ''
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, start)
      const end = newline < 0 ? bytes.length : newline + 1
      text += this.decodeLine(bytes.subarray(start, end))
      start = end
    }
    return text
  }

  private decodeLine(bytes: Uint8Array): string {
    try {
      return this.strict.decode(bytes)
    } catch {
      this.damaged = true
      return this.lenient.decode(bytes).replaceAll('\uFFFD', DAMAGE)
    }
  }

  private withoutMark(text: string): string {
    if (this.started || text === '') return text
    this.started = true
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

/** How many of the bytes come before a character whose end is missing. */
function wholeCharacters(bytes: Uint8Array): number {
  const { length } = bytes
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]
    if (byte < 0x80) return length
    if (byte >= 0xc0) return lengthOfCharacter(byte) > back ? length - back : length
  }
  return length
}

function lengthOfCharacter(leadByte: number): number {
  if (leadByte >= 0xf0) return 4
  return leadByte >= 0xe0 ? 3 : 2
}
