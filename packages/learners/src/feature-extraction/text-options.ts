import { type Given, InvalidOptionError, type Rules } from '@coelho/core'
import { BOUND } from '../preprocessing/bounds.js'

export interface TextOptions {
  /** The feature that holds the text; null: events are texts, or have it as `text`. */
  readonly on: string | null
  /** Take accents and other marks off letters. Not with a `preprocessor`. */
  readonly stripAccents: boolean
  /** Make all letters small. Not with a `preprocessor`. */
  readonly lowercase: boolean
  /** What is done to a text in place of these two. A model that has one can't be saved. */
  readonly preprocessor: ((text: string) => string) | null
  /** Words that are left out. */
  readonly stopWords: Iterable<string> | null
  /** What a word is: a regular expression; with a group in it, the first group is the word. */
  readonly tokenizerPattern: string
  /** What makes words of a text in place of it. A model that has one can't be saved. */
  readonly tokenizer: ((text: string) => Iterable<string>) | null
  /** Of how many words a term is made: from the first number to the second. */
  readonly ngramRange: readonly [least: number, most: number]
  /** How many terms are kept, the first that are learned; null: all. */
  readonly maxFeatures: number | null
  /**
   * In how many texts a term must have been before it is one of the `maxFeatures`. Until then it
   * is counted in a table of fixed size, by hash; rare terms are forgotten there again and again.
   */
  readonly minTexts: number
}

/** Words of two letters, digits and underscores at least, which may have hyphens in them. */
export const USUAL_PATTERN = '(?u)\\b\\w[\\w\\-]+\\b'

/** What is allowed for options of text. */
export const TEXT_RULES: Rules<TextOptions> = {
  on: { kind: 'string', default: null, nullable: true },
  stripAccents: { kind: 'boolean', default: true },
  lowercase: { kind: 'boolean', default: true },
  preprocessor: { kind: 'function', default: null, nullable: true },
  stopWords: { kind: 'strings', default: null, nullable: true },
  tokenizerPattern: { kind: 'string', default: USUAL_PATTERN },
  tokenizer: { kind: 'function', default: null, nullable: true },
  ngramRange: { kind: 'any', default: [1, 1] },
  maxFeatures: BOUND,
  minTexts: { kind: 'integer', default: 1, atLeast: 1, atMost: 255 },
}

/** Sets become lists, which a snapshot can hold; throws if a range is none. */
export function ownTextOptions<Options extends TextOptions>(
  who: string,
  given: Given<Options>,
): Given<Options> {
  const { stopWords, ngramRange } = (given ?? {}) as Partial<TextOptions>
  const own: { stopWords?: readonly string[]; ngramRange?: readonly number[] } = {}
  if (stopWords instanceof Set) own.stopWords = [...stopWords]
  if (ngramRange !== undefined) own.ngramRange = ownRange(who, ngramRange)
  return { ...given, ...own }
}

/** Two whole numbers, of which the second is not smaller. */
export function ownRange(who: string, range: unknown): readonly [number, number] {
  const list: readonly number[] = Array.isArray(range) ? range : []
  const whole = list.length === 2 && list.every((n) => Number.isSafeInteger(n) && n >= 1)
  if (whole && list[0] <= list[1]) return Object.freeze([list[0], list[1]] as const)
  const expected = 'must be two whole numbers of at least 1, the smaller first'
  throw new InvalidOptionError(who, 'ngramRange', expected, range)
}
