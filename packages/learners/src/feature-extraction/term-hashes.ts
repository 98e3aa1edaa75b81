import { growBytes, growInts, NO_INTS } from '@coelho/core'
import { finish, murmurBytes, murmurHash, stir } from '../preprocessing/murmur-hash.js'
import type { Terms } from './terms.js'
import { type TextOptions, USUAL_PATTERN } from './text-options.js'

const HYPHEN = 45
const UNDERSCORE = 95
const COMMA = 44

/**
 * The hashes of the terms of a text, in the order in which they are met, as often as they are met.
 * Where the text is ASCII and words are the usual ones they are hashed as their letters are read,
 * and no string is made of any.
 */
export class TermHashes {
  hashes: Int32Array = NO_INTS
  count = 0

  private readonly terms: Terms
  private readonly options: TextOptions
  private readonly key: number
  /** What is hashed of a sign of ASCII in a word, or 0; undefined if words are not the usual. */
  private readonly letters: Uint8Array | undefined
  private last: string | undefined
  /** For terms of several words: the words joined by commas, a term being a part of it. */
  private bytes: Uint8Array = new Uint8Array(0)
  private starts: Int32Array = NO_INTS
  private ends: Int32Array = NO_INTS

  constructor(terms: Terms, options: TextOptions, key: number) {
    const { preprocessor, tokenizer, tokenizerPattern, stopWords, lowercase } = options
    const isUsual = !preprocessor && !tokenizer && tokenizerPattern === USUAL_PATTERN
    this.terms = terms
    this.options = options
    this.key = key
    if (isUsual && [...(stopWords ?? [])].length === 0) this.letters = lettersOf(lowercase)
  }

  /** Hashes the terms of a text; false if it is the last one again, whose hashes they are. */
  read(text: string): boolean {
    if (text === this.last) return false
    this.last = undefined
    const { preprocessor, tokenizer, ngramRange } = this.options
    const { letters } = this
    const isRead =
      letters &&
      (ngramRange[1] === 1 ? this.hashWords(text, letters) : this.hashParts(text, letters))
    if (!isRead) this.hashAll(this.terms.all(text))
    if (!preprocessor && !tokenizer) this.last = text // what a user's function says may change
    return true
  }

  /** Hashes words letter by letter; false if the text is not all ASCII. */
  private hashWords(text: string, letters: Uint8Array): boolean {
    const { length } = text
    const { key } = this
    this.hashes = growInts(this.hashes, (length + 2) >> 1)
    const { hashes } = this
    let [found, all, hash, word, size, hyphens] = [0, 0, key, 0, 0, 0]
    for (let at = 0; at <= length; at++) {
      const sign = at < length ? text.charCodeAt(at) : 0
      all |= sign
      const letter = letters[sign & 127]
      if (letter > HYPHEN) {
        for (; hyphens > 0; hyphens--) {
          word |= HYPHEN << (8 * (size & 3))
          if ((++size & 3) !== 0) continue
          hash = stir(hash, word)
          word = 0
        }
        word |= letter << (8 * (size & 3))
        if ((++size & 3) !== 0) continue
        hash = stir(hash, word)
        word = 0
      } else if (size > 0) {
        if (letter === HYPHEN) hyphens++
        else {
          if (size > 1) hashes[found++] = finish(hash, word, size)
          hash = key
          word = 0
          size = 0
          hyphens = 0 // those at the end are not of the word
        }
      }
    }
    this.count = found
    return all < 128
  }

  /** The same for terms of several words. */
  private hashParts(text: string, letters: Uint8Array): boolean {
    const { length } = text
    const most = (length + 2) >> 1
    if (this.bytes.length <= length) this.bytes = growBytes(this.bytes, length + 1)
    this.starts = growInts(this.starts, most)
    this.ends = growInts(this.ends, most)
    const { bytes, starts, ends } = this
    let words = 0
    let to = 0
    for (let at = 0; at < length; at++) {
      if (text.charCodeAt(at) > 127) return false
      if (letters[text.charCodeAt(at)] <= HYPHEN) continue
      const start = to
      let end = start // behind the last sign that is no hyphen
      for (; at < length; at++) {
        const sign = text.charCodeAt(at)
        const letter = sign < 128 ? letters[sign] : 0
        if (letter === 0) break
        bytes[to++] = letter
        if (letter !== HYPHEN) end = to
      }
      at -= 1 // the sign behind it is yet to be looked at
      to = start
      if (end - start < 2) continue
      starts[words] = start
      ends[words++] = end
      bytes[end] = COMMA
      to = end + 1
    }
    this.hashRuns(words)
    return true
  }

  /** Runs of so many words each, those of fewest first. */
  private hashRuns(words: number): void {
    const { bytes, starts, ends, key } = this
    const [least, most] = this.options.ngramRange
    this.count = 0
    for (let n = least; n <= most && n <= words; n++) {
      this.hashes = growInts(this.hashes, this.count + words)
      for (let at = 0; at + n <= words; at++) {
        this.hashes[this.count++] = murmurBytes(bytes, starts[at], ends[at + n - 1], key)
      }
    }
  }

  private hashAll(terms: readonly string[]): void {
    this.hashes = growInts(this.hashes, terms.length)
    for (let k = 0; k < terms.length; k++) this.hashes[k] = murmurHash(terms[k], this.key)
    this.count = terms.length
  }
}

/** What is hashed of each sign of ASCII: itself, its small letter, or 0 if it is not of words. */
function lettersOf(lowercase: boolean): Uint8Array {
  const letters = new Uint8Array(128)
  for (let sign = 0; sign < 128; sign++) {
    const small = sign | 32
    const isLetter = small > 96 && small < 123
    const isOther = (sign > 47 && sign < 58) || sign === UNDERSCORE || sign === HYPHEN
    if (isLetter || isOther) letters[sign] = isLetter && lowercase ? small : sign
  }
  return letters
}
