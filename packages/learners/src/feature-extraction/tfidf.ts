import {
  type Features,
  type FeatureValue,
  type Frame,
  type Given,
  growFloats,
  math,
  type Row,
  type Rules,
  type Schema,
  SnapshotError,
  Transformer,
} from '@coelho/core'
import { Terms } from './terms.js'
import { frameOf, putTerms, TEXT, textOf, textOfRow } from './text-door.js'
import { ownTextOptions, TEXT_RULES, type TextOptions } from './text-options.js'

export interface TFIDFOptions extends TextOptions {
  /** Give each text the length 1. */
  readonly normalize: boolean
}

/**
 * A text as the share each of its words has in it, the more the fewer of the texts that were
 * learned have the word. A text that is missing has no words.
 *
 * @example
 * const tfidf = new TFIDF({ normalize: false })
 * for (const text of ['good day', 'good night']) tfidf.learnOne(text)
 * tfidf.transformOne('good good day night').good // => 0.5
 */
export class TFIDF extends Transformer<TFIDFOptions> {
  static override readonly id = 'featureExtraction.TFIDF'
  static override readonly rules: Rules<TFIDFOptions> = {
    normalize: { kind: 'boolean', default: true },
    ...TEXT_RULES,
  }
  static override readonly state = ['output', 'documents', 'n'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly terms: Terms
  /** For each term how many of the texts had it. */
  private documents: Float64Array = new Float64Array(8)
  /** How many texts were learned. */
  n = 0

  constructor(given: Given<TFIDFOptions> = {}) {
    super(ownTextOptions('TFIDF', given))
    this.terms = new Terms('TFIDF', this.options)
    this.schema.addText('TFIDF', this.options.on ?? TEXT)
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

  /** How many of the texts had each term. */
  get dfs(): Map<string, number> {
    return new Map(this.output.names().map((term, i) => [term, this.documents[i] ?? 0]))
  }

  override learnOne(x: Features | string): void {
    const text = textOf(this.who, this.options.on, x)
    try {
      this.learnText(text)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  learnRow(row: Row): void {
    this.learnText(textOfRow(this.who, this.options.on, this.schema, row))
  }

  private learnText(text: string | undefined): void {
    if (text === undefined) return
    const features: number[] = []
    for (const term of new Set(this.terms.of(text))) {
      features.push(this.output.add(this.who, term, 'number'))
    }
    this.documents = growFloats(this.documents, this.output.size)
    for (const feature of features) this.documents[feature] += 1
    this.n += 1
  }

  override transformOne(x: Features | string): Record<string, FeatureValue> {
    const text = textOf(this.who, this.options.on, x)
    return text === undefined ? {} : Object.fromEntries(this.weights(text))
  }

  override learnMany(texts: Frame | readonly string[]): void {
    super.learnMany(frameOf(this.who, texts))
  }

  /** Transforms the texts of a frame, or of a list. */
  override transformMany(texts: Frame | readonly string[]): Frame {
    return super.transformMany(frameOf(this.who, texts))
  }

  transformRow(row: Row, out: Row): void {
    const text = textOfRow(this.who, this.options.on, this.schema, row)
    out.clear()
    if (text !== undefined) putTerms(this.who, this.weights(text), this.output, out)
    out.seal(this.output.size)
  }

  private weights(text: string): Map<string, number> {
    const weights = this.terms.counts(text)
    let total = 0
    for (const count of weights.values()) total += count
    let square = 0
    for (const [term, count] of weights) {
      const feature = this.output.find(term)
      const seen = feature >= 0 && feature < this.documents.length ? this.documents[feature] : 0
      const weight = (count / total) * (math.log((1 + this.n) / (1 + seen)) + 1)
      weights.set(term, weight)
      square += weight * weight
    }
    if (!this.options.normalize) return weights
    const norm = Math.sqrt(square)
    for (const [term, weight] of weights) weights.set(term, weight / norm)
    return weights
  }

  checkState(): void {
    const { documents, n, output } = this
    const whole = Number.isSafeInteger(n) && n >= 0
    const counts = documents.every((count) => count >= 0 && count <= n)
    if (whole && counts && documents.length >= output.size) return
    throw new SnapshotError('TFIDF must have a number of texts for each term')
  }
}
