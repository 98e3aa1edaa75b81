import { InvalidOptionError, type Schema, SnapshotError } from '@coelho/core'
import { murmurHash } from '../preprocessing/murmur-hash.js'
import type { TextOptions } from './text-options.js'

/** Places of the table for each term that may be kept. */
const PLACES = 16
const LARGEST = 255
/** Seeds of the two places that a term has. */
const KEYS = [0x9747b28c, 0x1b873593] as const

/**
 * Says which terms are kept where their number is bounded. A term that must have been in several
 * texts is counted until then in a table by the hash of its name: two places for each, of which
 * the smaller count is believed. Once a quarter as many were counted as there are places, all are
 * halved: terms that are rare, or were frequent long ago, make room.
 */
export class Vocabulary {
  static readonly id = 'featureExtraction.Vocabulary'
  static readonly state = ['counts', 'added'] as const

  /** A count for each place; a power of two of them, or none. */
  private counts: Uint8Array = new Uint8Array(0)
  private added = 0

  start(who: string, { maxFeatures, minTexts }: TextOptions): void {
    if (minTexts === 1) return
    if (maxFeatures === null) {
      const expected = 'has an effect only with maxFeatures (without it all terms are kept)'
      throw new InvalidOptionError(who, 'minTexts', expected, minTexts)
    }
    this.counts = new Uint8Array(placesFor(maxFeatures))
  }

  /** The feature of a term that is or may now be kept, else -1; ask once for each text. */
  admit(who: string, term: string, output: Schema, { maxFeatures, minTexts }: TextOptions): number {
    const known = output.find(term)
    if (known >= 0) return known
    if (maxFeatures !== null && output.size >= maxFeatures) return -1
    if (minTexts > 1 && this.count(term) < minTexts) return -1
    return output.add(who, term, 'number')
  }

  private count(term: string): number {
    const { counts } = this
    const last = counts.length - 1
    const first = murmurHash(term, KEYS[0]) & last
    const second = murmurHash(term, KEYS[1]) & last
    const count = Math.min(LARGEST, Math.min(counts[first], counts[second]) + 1)
    if (counts[first] < count) counts[first] = count
    if (counts[second] < count) counts[second] = count
    this.added += 1
    if (4 * this.added > last) {
      for (let place = 0; place < counts.length; place++) counts[place] >>= 1
      this.added = 0
    }
    return count
  }

  check({ maxFeatures, minTexts }: TextOptions): void {
    const { counts, added } = this
    const places = maxFeatures === null || minTexts === 1 ? 0 : placesFor(maxFeatures)
    const whole = Number.isSafeInteger(added) && added >= 0
    if (whole && counts instanceof Uint8Array && counts.length === places) return
    throw new SnapshotError('a vocabulary must have a count for each of its places', added)
  }
}

/** A power of two. */
function placesFor(maxFeatures: number): number {
  return 2 ** Math.min(26, Math.ceil(Math.log2(PLACES * maxFeatures)))
}
