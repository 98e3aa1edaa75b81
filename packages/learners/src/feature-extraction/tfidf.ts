import {
  type Features,
  type FeatureValue,
  type Frame,
  type Given,
  growFloats,
  math,
  putOwn,
  Row,
  type Rules,
  type Schema,
  SnapshotError,
  Transformer,
} from '@coelho/core'
import { checkBound } from '../preprocessing/bounds.js'
import { Terms } from './terms.js'
import { frameOf, TEXT, textOf, textOfRow } from './text-door.js'
import { ownTextOptions, TEXT_RULES, type TextOptions } from './text-options.js'
import { Vocabulary } from './vocabulary.js'

export interface TFIDFOptions extends TextOptions {
  /** Give each text the length 1. */
  readonly normalize: boolean
}

/**
 * A text as the share each of its words has in it, the more the fewer of the texts that were
 * learned have the word. A text that is missing has no words.
 *
 * With `maxFeatures` only terms that were learned come out, and no more than so many: others are
 * left out. (River keeps all.)
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
  static override readonly state = ['output', 'vocabulary', 'documents', 'n'] as const
  static readonly parts: readonly unknown[] = [Vocabulary]

  private readonly output: Schema = this.schema.fresh()
  private readonly terms: Terms
  private readonly vocabulary: Vocabulary = new Vocabulary()
  /** For each term how many of the texts had it. */
  private documents: Float64Array = new Float64Array(8)
  private readonly scratch: Row = new Row()
  /** How many texts were learned. */
  n = 0

  constructor(given: Given<TFIDFOptions> = {}) {
    super(ownTextOptions('TFIDF', given))
    this.terms = new Terms('TFIDF', this.options)
    this.vocabulary.start('TFIDF', this.options)
    checkBound('TFIDF', this.schema, 'maxFeatures', this.options.maxFeatures)
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
    const { minTexts } = this.options
    for (const term of this.terms.counts(text).keys()) {
      const feature = this.vocabulary.admit(this.who, term, this.output, this.options)
      if (feature >= 0) features.push(feature)
    }
    this.documents = growFloats(this.documents, this.output.size)
    for (const feature of features)
      this.documents[feature] += this.documents[feature] ? 1 : minTexts
    this.n += 1
  }

  override transformOne(x: Features | string): Record<string, FeatureValue> {
    const text = textOf(this.who, this.options.on, x)
    return text === undefined ? {} : this.weights(text)
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
    if (text !== undefined) this.weigh(text, out)
    out.seal(this.output.size)
  }

  private weigh(text: string, out: Row): void {
    const { output } = this
    const isBounded = this.options.maxFeatures !== null
    const counts = this.terms.counts(text)
    const total = sumOf(counts)
    let square = 0
    for (const [term, count] of counts) {
      let feature = output.find(term)
      if (feature < 0 && isBounded) continue
      const weight = (count / total) * this.rarity(feature)
      square += weight * weight
      if (feature < 0) feature = output.add(this.who, term, 'number')
      out.put(feature, weight)
    }
    if (!this.options.normalize) return
    const norm = Math.sqrt(square)
    for (let k = 0; k < out.count; k++) out.values[out.indices[k]] /= norm
  }

  /** The same as an object. */
  private weights(text: string): Record<string, FeatureValue> {
    const { output, scratch } = this
    const told: Record<string, FeatureValue> = {}
    scratch.clear()
    try {
      this.weigh(text, scratch)
      const { indices, values, count } = scratch
      for (let k = 0; k < count; k++) putOwn(told, output.name(indices[k]), values[indices[k]])
      return told
    } finally {
      this.output.rollback()
    }
  }

  /** The fewer texts have a term the more it counts. */
  private rarity(feature: number): number {
    const { documents, n } = this
    const seen = feature >= 0 && feature < documents.length ? documents[feature] : 0
    return math.log((1 + n) / (1 + seen)) + 1
  }

  checkState(): void {
    const { documents, n, output } = this
    this.vocabulary.check(this.options)
    const whole = Number.isSafeInteger(n) && n >= 0
    const counts = documents.every((count) => count >= 0 && count <= n)
    if (whole && counts && documents.length >= output.size) return
    throw new SnapshotError('TFIDF must have a number of texts for each term')
  }
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const count of counts.values()) sum += count
  return sum
}
