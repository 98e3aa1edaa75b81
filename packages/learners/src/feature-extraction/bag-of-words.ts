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
import { Terms } from './terms.js'
import { frameOf, putTerms, TEXT, textOf, textOfRow } from './text-door.js'
import { ownTextOptions, TEXT_RULES, type TextOptions } from './text-options.js'

/**
 * A text as the number of times each of its words occurs. Terms of several words are named with
 * commas: `good,day`. A text that is missing has no words.
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
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly terms: Terms

  constructor(given: Given<TextOptions> = {}) {
    super(ownTextOptions('BagOfWords', given))
    this.terms = new Terms('BagOfWords', this.options)
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
    return false
  }

  /** There is nothing to learn; an event without a text is refused. */
  override learnOne(x: Features | string): void {
    textOf(this.who, this.options.on, x)
  }

  learnRow(_row: Row): void {}

  override transformOne(x: Features | string): Record<string, FeatureValue> {
    const text = textOf(this.who, this.options.on, x)
    return text === undefined ? {} : Object.fromEntries(this.terms.counts(text))
  }

  /** Transforms the texts of a frame, or of a list. */
  override transformMany(texts: Frame | readonly string[]): Frame {
    return super.transformMany(frameOf(this.who, texts))
  }

  override learnMany(_texts: Frame | readonly string[]): void {}

  transformRow(row: Row, out: Row): void {
    const text = textOfRow(this.who, this.options.on, this.schema, row)
    out.clear()
    if (text !== undefined) putTerms(this.who, this.terms.counts(text), this.output, out)
    out.seal(this.output.size)
  }
}
