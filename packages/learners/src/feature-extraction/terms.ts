import { InvalidInputError } from '@coelho/core'
import { plainWords } from './plain-words.js'
import { type TextOptions, USUAL_PATTERN } from './text-options.js'
import { wordPattern } from './word-pattern.js'

/** What joins the words of a term of several. */
const JOINT = ','
/** The last of all marks in canonical order: those that may stand behind it change places. */
const LAST_MARK = '\u0345'

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  return /^[\x00-\x7f]*$/.test(text)
}

/** Letters without accents and other marks: `naïve` becomes `naive`. */
export function stripAccents(text: string): string {
  if (isAscii(text)) return text
  return text.normalize('NFKD').replace(/\p{M}/gu, (mark) => (isCombining(mark) ? '' : mark))
}

/** True for marks of a canonical combining class other than 0. */
function isCombining(mark: string): boolean {
  const pair = LAST_MARK + mark
  return mark === LAST_MARK || pair.normalize('NFD') !== pair
}

/** Makes terms of texts: words, or several in a row. */
export class Terms {
  private readonly who: string
  private readonly options: TextOptions
  private readonly pattern: RegExp
  private readonly stopWords: ReadonlySet<string>
  /** The last text and its terms: an event is mostly predicted, learned and transformed at once. */
  private lastText: string | undefined
  private last: ReadonlyMap<string, number> = new Map()

  constructor(who: string, options: TextOptions) {
    this.who = who
    this.options = options
    this.pattern = wordPattern(who, options.tokenizerPattern)
    this.stopWords = new Set(options.stopWords)
  }

  /** The terms of a text with how often they occur, by their first place. */
  counts(text: string): ReadonlyMap<string, number> {
    if (text === this.lastText) return this.last
    const { preprocessor, tokenizer } = this.options
    const counts = new Map<string, number>()
    for (const term of this.all(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
    if (preprocessor || tokenizer) return counts // what a user's function says may change
    this.lastText = text
    this.last = counts
    return counts
  }

  /** The terms of a text in order, as often as they occur. */
  all(text: string): readonly string[] {
    const { preprocessor, tokenizer, ngramRange } = this.options
    const plain = preprocessor ? preprocessor(text) : this.plain(text)
    const words = tokenizer ? [...tokenizer(plain)] : this.words(plain)
    if (!words.every((word) => typeof word === 'string')) {
      throw new InvalidInputError(this.who, 'the tokenizer must give strings', words)
    }
    const kept = this.stopWords.size > 0 ? words.filter((word) => !this.stopWords.has(word)) : words
    return ngramRange[1] > 1 ? ngrams(kept, ngramRange) : kept
  }

  private plain(text: string): string {
    const stripped = this.options.stripAccents ? stripAccents(text) : text
    return this.options.lowercase ? stripped.toLowerCase() : stripped
  }

  private words(text: string): string[] {
    if (this.options.tokenizerPattern === USUAL_PATTERN && isAscii(text)) return plainWords(text)
    const words: string[] = []
    for (const match of text.matchAll(this.pattern)) {
      const hasGroup = match.length > 1 && match.slice(1).some((group) => group !== undefined)
      const word = hasGroup ? match[1] : match[0]
      if (word !== undefined) words.push(word)
    }
    return words
  }
}

function ngrams(words: readonly string[], [least, most]: readonly [number, number]): string[] {
  const terms: string[] = []
  for (let n = least; n <= most; n++) {
    for (let at = 0; at + n <= words.length; at++) {
      let term = words[at]
      for (let k = 1; k < n; k++) term += JOINT + words[at + k]
      terms.push(term)
    }
  }
  return terms
}
