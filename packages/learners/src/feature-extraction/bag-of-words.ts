import {
  type Features,
  type FeatureValue,
  type Frame,
  type Given,
  type Row,
  type Rules,
  type Schema,
  Transformer,
} from '@coelho/core'
import { checkBound } from '../preprocessing/bounds.js'
import { TermHashes } from './term-hashes.js'
import { Terms } from './terms.js'
import { frameOf, putTerms, TEXT, textOf, textOfRow } from './text-door.js'
import { ownTextOptions, TEXT_RULES, type TextOptions } from './text-options.js'
import { Vocabulary } from './vocabulary.js'

/**
 * A text as the number of times each of its words occurs. Terms of several words are named with
 * commas: `good,day`. A text that is missing has no words.
 *
 * With `maxFeatures` it learns its terms, no more than so many, and leaves others out. (River
 * knows no bound.)
 *
 * @example
 * const bag = new BagOfWords()
 * bag.transformOne('A good day is a good start') // => { good: 2, day: 1, is: 1, start: 1 }
 * const onBody = new BagOfWords({ on: 'body', ngramRange: [2, 2] })
 * onBody.transformOne({ body: 'Good day, sunshine' }) // => { 'good,day': 1, 'day,sunshine': 1 }
 */
export class BagOfWords extends Transformer<TextOptions> {
  static override readonly id = 'featureExtraction.BagOfWords'
  static override readonly rules: Rules<TextOptions> = TEXT_RULES
  static override readonly state = ['output', 'vocabulary'] as const
  static readonly parts: readonly unknown[] = [Vocabulary]

  private readonly output: Schema = this.schema.fresh()
  private readonly terms: Terms
  private readonly vocabulary: Vocabulary = new Vocabulary()

  constructor(given: Given<TextOptions> = {}) {
    super(ownTextOptions('BagOfWords', given))
    this.terms = new Terms('BagOfWords', this.options)
    this.vocabulary.start('BagOfWords', this.options)
    checkBound('BagOfWords', this.schema, 'maxFeatures', this.options.maxFeatures)
    this.schema.addText('BagOfWords', this.options.on ?? TEXT)
    this.schema.commit()
  }

  override get takesCategories(): boolean {
    return true
  }

  override get textFeature(): string | undefined {
    return this.options.on === null ? TEXT : undefined
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get learns(): boolean {
    return this.options.maxFeatures !== null
  }

  /** Without a bound there is nothing to learn; an event without a text is refused. */
  override learnOne(x: Features | string): void {
    this.learnText(textOf(this.who, this.options.on, x))
    this.output.commit()
  }

  learnRow(row: Row): void {
    if (this.learns) this.learnText(this.textOf(row))
  }

  private learnText(text: string | undefined): void {
    if (text === undefined || !this.learns) return
    for (const term of this.terms.counts(text).keys()) {
      this.vocabulary.admit(this.who, term, this.output, this.options)
    }
  }

  /** The counts of a text; where there is a bound, of the terms that were learned. */
  private counts(text: string): ReadonlyMap<string, number> {
    const counts = this.terms.counts(text)
    if (!this.learns) return counts
    return new Map([...counts].filter(([term]) => this.output.find(term) >= 0))
  }

  /** What hashes the terms of texts for a step behind; undefined where some are left out. */
  termHashes(key: number): TermHashes | undefined {
    return this.learns ? undefined : new TermHashes(this.terms, this.options, key)
  }

  /** The text of a row; undefined where it is missing. */
  textOf(row: Row): string | undefined {
    return textOfRow(this.who, this.options.on, this.schema, row)
  }

  override transformOne(x: Features | string): Record<string, FeatureValue> {
    const text = textOf(this.who, this.options.on, x)
    return text === undefined ? {} : Object.fromEntries(this.counts(text))
  }

  /** Transforms the texts of a frame, or of a list. */
  override transformMany(texts: Frame | readonly string[]): Frame {
    return super.transformMany(frameOf(this.who, texts))
  }

  override learnMany(texts: Frame | readonly string[]): void {
    if (this.learns) super.learnMany(frameOf(this.who, texts))
  }

  transformRow(row: Row, out: Row): void {
    const text = this.textOf(row)
    out.clear()
    if (text !== undefined) putTerms(this.who, this.counts(text), this.output, out)
    out.seal(this.output.size)
  }

  checkState(): void {
    this.vocabulary.check(this.options)
  }
}
