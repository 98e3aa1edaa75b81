import { isUtf8 } from 'node:buffer'
import { Refused } from '../problem.js'

export interface JsonLimits {
  /** How deep objects and lists may lie in each other. */
  readonly maxDepth: number
  /** Keys of one object: no event has more features. */
  readonly maxKeys: number
  /** Bytes of a key. */
  readonly maxKeyBytes: number
  /** Bytes of a text. */
  readonly maxTextBytes: number
}

/**
 * Keys that are integers of four or more digits: unlike others they can be chosen so that all of
 * them fall into one place of a hash table, and the time grows with the square of their number.
 */
const MAX_INTEGER_KEYS = 1000
/** From here on a number may be beyond what a double holds. */
const LONG_NUMBER = 300

const QUOTE = 0x22
const COMMA = 0x2c
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const BACKSLASH = 0x5c

/**
 * Parses JSON that a stranger wrote. Its form is measured on the bytes before anything is built of
 * them: neither depth nor the number or kind of its keys costs more than reading them.
 */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  const { isAscii, mayOverflow } = measure(bytes, limits)
  if (!isAscii && !isUtf8(bytes)) throw new Refused('malformed', 'The body is not UTF-8.')
  let value: unknown
  try {
    value = JSON.parse(bytes.toString(isAscii ? 'latin1' : 'utf8'))
  } catch (error) {
    throw new Refused('malformed', `The body is not JSON${placeOf(error)}.`)
  }
  if (mayOverflow && !isAllFinite(value)) {
    throw new Refused('unusable', 'A number is too large: it must be finite.')
  }
  return value
}

interface Measured {
  readonly isAscii: boolean
  readonly mayOverflow: boolean
}

function measure(bytes: Buffer, limits: JsonLimits): Measured {
  const keys = new Uint32Array(limits.maxDepth + 1)
  let depth = 0
  let integerKeys = 0
  let bits = 0
  let from = 0 // where the last text began
  let to = 0
  let mark = 0 // after the last text, comma or bracket
  let mayOverflow = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    bits |= byte
    switch (byte) {
      case QUOTE:
        from = i + 1
        for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) {
          bits |= bytes[i]!
          if (bytes[i] === BACKSLASH) i++
        }
        to = i
        mark = i
        if (to - from > limits.maxTextBytes) throw tooLong('text', limits.maxTextBytes)
        break
      case COLON:
        mark = i
        if (to - from > limits.maxKeyBytes) throw tooLong('name', limits.maxKeyBytes)
        if (++keys[depth]! > limits.maxKeys) throw tooMany(limits.maxKeys)
        if (looksLikeInteger(bytes, from, to) && ++integerKeys > MAX_INTEGER_KEYS) {
          throw new Refused('unusable', `At most ${MAX_INTEGER_KEYS} names may be long integers.`)
        }
        break
      case 0x5b: // [
      case 0x7b: // {
        mark = i
        if (++depth > limits.maxDepth) throw tooDeep(limits.maxDepth)
        keys[depth] = 0
        break
      case COMMA:
      case 0x5d: // ]
      case 0x7d: // }
        if (i - mark > LONG_NUMBER) mayOverflow = true
        mark = i
        if (byte !== COMMA && --depth < 0) throw new Refused('malformed', 'The body is not JSON.')
        break
      case 0x45: // E
      case 0x65: // e, as in 1e999; not as in `true`
        if (bytes[i - 1]! <= NINE) mayOverflow = true
    }
  }
  return { isAscii: bits < 0x80, mayOverflow: mayOverflow || bytes.length - mark > LONG_NUMBER }
}

/** What is escaped may become anything. */
function looksLikeInteger(bytes: Buffer, from: number, to: number): boolean {
  if (to - from < 4) return false
  const first = bytes[from]!
  if (first !== BACKSLASH && (first < ZERO || first > NINE)) return false
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte === BACKSLASH) return true
    if (byte < ZERO || byte > NINE) return false
  }
  return true
}

/** As deep as the limit at most, so it may call itself. */
function isAllFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isAllFinite)
}

function tooLong(what: string, limit: number): Refused {
  return new Refused('unusable', `A ${what} may have at most ${limit} bytes.`)
}

function tooMany(limit: number): Refused {
  return new Refused('unusable', `An object may have at most ${limit} names.`)
}

function tooDeep(limit: number): Refused {
  return new Refused('malformed', `Objects and lists may lie at most ${limit} deep in each other.`)
}

/** Where it is wrong; what stands there is not said again. */
function placeOf(error: unknown): string {
  const found = /position (\d+)/.exec((error as Error).message)
  return found ? ` (see its character ${found[1]})` : ''
}
