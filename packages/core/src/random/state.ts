import { SnapshotError } from '../errors.js'
import { STATE_SIZE } from './mersenne-twister.js'

/** The number CPython gives to this form of state. */
export const VERSION = 3

/** A state as CPython's `getstate` gives it: 624 words and the position, then `gauss_next`. */
export type RandomState = readonly [
  version: number,
  wordsAndPosition: readonly number[],
  gaussNext: number | null,
]

/** The parts of a state, checked. */
export function readState(state: RandomState): {
  words: Uint32Array
  position: number
  gaussNext: number
} {
  const [version, list, gaussNext] = Array.isArray(state) ? state : []
  if (version !== VERSION)
    throw new SnapshotError('a Random must have a state of version 3', version)
  if (!Array.isArray(list) || list.length !== STATE_SIZE + 1 || !list.every(isWord)) {
    throw new SnapshotError('a Random must have a state of 624 words and a position', list)
  }
  const words = Uint32Array.from(list.slice(0, STATE_SIZE))
  const position = list[STATE_SIZE]
  const next = gaussNext ?? Number.NaN
  checkWords(words)
  checkPosition(position)
  checkGaussNext(next)
  return { words, position, gaussNext: next }
}

function isWord(value: unknown): boolean {
  return typeof value === 'number' && value >>> 0 === value
}

/** 624 words; not all 0, since such a generator gives 0 for ever and some draws would never end. */
export function checkWords(words: unknown): void {
  if (!(words instanceof Uint32Array) || words.length !== STATE_SIZE) {
    const received = words instanceof Uint32Array ? words.length : words
    throw new SnapshotError('a Random must have 624 words', received)
  }
  const usedOfFirst = words[0] >>> 31
  if (usedOfFirst === 0 && words.every((word, i) => i === 0 || word === 0)) {
    throw new SnapshotError('a Random must have words that are not all 0')
  }
}

/** Where the next word is taken; 624 means that new ones are made first. */
export function checkPosition(position: unknown): void {
  if (Number.isInteger(position) && Number(position) >= 0 && Number(position) <= STATE_SIZE) return
  throw new SnapshotError('a Random must have a position from 0 to 624', position)
}

/** The second number of a pair; NaN if there is none. */
export function checkGaussNext(gaussNext: unknown): void {
  if (typeof gaussNext === 'number' && Math.abs(gaussNext) !== Infinity) return
  throw new SnapshotError('a Random must have a number as its next normal number', gaussNext)
}
