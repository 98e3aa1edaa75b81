import {
  type Features,
  type FeatureValue,
  type Frame,
  type Given,
  Row,
  type Rules,
  random,
  type Schema,
  Transformer,
} from '@coelho/core'
import { stripAccents } from '../feature-extraction/terms.js'
import { frameOf, TEXT, textOf, textOfRow } from '../feature-extraction/text-door.js'
import { ownRange } from '../feature-extraction/text-options.js'
import { BOUND, checkBound } from './bounds.js'
import { addComponents, layComponents } from './components.js'
import { GammaPoisson } from './gamma-poisson.js'

export interface GapEncoderOptions {
  /** How many features come out. */
  readonly nComponents: number
  /** The feature that holds the text; null: events are texts, or have it as `text`. */
  readonly on: string | null
  /** Take accents and other marks off letters. */
  readonly stripAccents: boolean
  /** Make all letters small. */
  readonly lowercase: boolean
  /** How many letters a piece of text has: from the first number to the second. */
  readonly ngramRange: readonly [least: number, most: number]
  /** The shape of the distribution that pieces and components are drawn from at first. */
  readonly gammaShapePrior: number
  /** Its scale. */
  readonly gammaScalePrior: number
  /** After how many texts one counts half. */
  readonly halfLife: number
  /** How many steps are taken at most to find the components of a text that is learned. */
  readonly maxIterEStep: number
  /** Of the generator; null: one is drawn. */
  readonly seed: number | null
  /** How many pieces are kept, the first that are met; null: all. */
  readonly maxFeatures: number | null
}

/** Steps to find the components of a text that is transformed. */
const STEPS = 100

/**
 * Texts that are written in many ways, such as job titles, as a few numbers: how much of each of
 * some typical spellings a text holds. It takes texts to pieces of some letters and learns which
 * of them occur together (a Gamma-Poisson factorization).
 *
 * With `maxFeatures` it keeps no more than so many pieces: later ones count as if they were not
 * in the text. (River keeps all, and takes the longer for a text the more there are.)
 *
 * @example
 * const encoder = new GapEncoder({ nComponents: 2, seed: 42 })
 * for (const text of ['police officer', 'policeman', 'teacher']) encoder.learnOne(text)
 * Object.keys(encoder.transformOne('police')) // => ['0', '1']
 */
export class GapEncoder extends Transformer<GapEncoderOptions> {
  static override readonly id = 'preprocessing.GapEncoder'
  static override readonly rules: Rules<GapEncoderOptions> = {
    nComponents: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    on: { kind: 'string', default: null, nullable: true },
    stripAccents: { kind: 'boolean', default: true },
    lowercase: { kind: 'boolean', default: true },
    ngramRange: { kind: 'any', default: [2, 4] },
    gammaShapePrior: { kind: 'number', default: 1.1, above: 0 },
    gammaScalePrior: { kind: 'number', default: 1, above: 0 },
    halfLife: { kind: 'number', default: 1000, above: 0 },
    maxIterEStep: { kind: 'integer', default: 10, atLeast: 0 },
    seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 0xffffffff },
    maxFeatures: BOUND,
  }
  static override readonly state = ['output', 'vocab', 'rng', 'model'] as const
  static readonly parts: readonly unknown[] = [random.NumpyRandomState, GammaPoisson]

  private readonly output: Schema = addComponents(this.schema, this.options.nComponents)
  /** The pieces that were met, each with its number. */
  private readonly vocab: Schema = this.schema.fresh()
  private readonly rng: random.NumpyRandomState = new random.NumpyRandomState(
    this.options.seed ?? undefined,
  )
  private readonly model: GammaPoisson = new GammaPoisson()
  private readonly result: Row = new Row()

  constructor(given: Given<GapEncoderOptions> = {}) {
    const { ngramRange } = given ?? {}
    super(ngramRange ? { ...given, ngramRange: ownRange('GapEncoder', ngramRange) } : given)
    checkBound('GapEncoder', this.schema, 'maxFeatures', this.options.maxFeatures)
    this.schema.addText('GapEncoder', this.options.on ?? TEXT)
    this.schema.commit()
    this.model.start(this.options.nComponents)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number {
    return this.rng.seed
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

  override foretells(row: Row): boolean {
    return row.stamp !== 0
  }

  override learnOne(x: Features | string): void {
    this.learnText(textOf(this.who, this.options.on, x))
  }

  learnRow(row: Row): void {
    this.learnText(textOfRow(this.who, this.options.on, this.schema, row))
  }

  override transformOne(x: Features | string): Record<string, FeatureValue> {
    this.transformText(textOf(this.who, this.options.on, x), this.result)
    const numbers = this.result.values.subarray(0, this.options.nComponents)
    return Object.fromEntries(Array.from(numbers, (value, i) => [String(i), value]))
  }

  transformRow(row: Row, out: Row): void {
    this.transformText(textOfRow(this.who, this.options.on, this.schema, row), out)
  }

  /** Learns the texts of a frame, or of a list. */
  override learnMany(texts: Frame | readonly string[]): void {
    super.learnMany(frameOf(this.who, texts))
  }

  /** Transforms the texts of a frame, or of a list. */
  override transformMany(texts: Frame | readonly string[]): Frame {
    return super.transformMany(frameOf(this.who, texts))
  }

  private learnText(text: string | undefined): void {
    const counts = this.pieces(text ?? '')
    this.leaveOut(counts)
    if (counts.size === 0) return
    const { nComponents, gammaShapePrior, gammaScalePrior, halfLife, maxIterEStep } = this.options
    const before = this.vocab.size
    const places = new Int32Array(counts.size)
    try {
      let k = 0
      for (const piece of counts.keys()) places[k++] = this.vocab.add(this.who, piece, 'number')
    } catch (error) {
      this.vocab.rollback()
      throw error
    }
    this.vocab.commit()
    const prior = { topics: nComponents, shape: gammaShapePrior, scale: gammaScalePrior }
    this.model.add(this.vocab.size - before, prior, this.rng)
    const decay = 0.5 ** (1 / halfLife)
    this.model.learn(places, Float64Array.from(counts.values()), prior, decay, maxIterEStep)
  }

  /** Takes the pieces away for which there is no more room. */
  private leaveOut(counts: Map<string, number>): void {
    let room = (this.options.maxFeatures ?? Infinity) - this.vocab.size
    if (room >= counts.size) return
    for (const piece of counts.keys()) {
      if (this.vocab.find(piece) >= 0) continue
      if (room > 0) room -= 1
      else counts.delete(piece)
    }
  }

  private transformText(text: string | undefined, out: Row): void {
    const { nComponents, gammaShapePrior, gammaScalePrior } = this.options
    layComponents(nComponents, out)
    const places: number[] = []
    const counts: number[] = []
    for (const [piece, count] of this.pieces(text ?? '')) {
      const place = this.vocab.find(piece)
      if (place < 0) continue
      places.push(place)
      counts.push(count)
    }
    if (places.length === 0) return
    const prior = { topics: nComponents, shape: gammaShapePrior, scale: gammaScalePrior }
    const found = Float64Array.from(counts)
    out.values.set(this.model.fit(Int32Array.from(places), found, prior, STEPS))
  }

  /** All pieces of a text with how often they occur, by their first place. */
  private pieces(text: string): Map<string, number> {
    const { lowercase, ngramRange } = this.options
    const stripped = this.options.stripAccents ? stripAccents(text) : text
    const letters = Array.from(lowercase ? stripped.toLowerCase() : stripped)
    const counts = new Map<string, number>()
    for (let n = ngramRange[0]; n <= ngramRange[1]; n++) {
      for (let at = 0; at + n <= letters.length; at++) {
        const piece = letters.slice(at, at + n).join('')
        counts.set(piece, (counts.get(piece) ?? 0) + 1)
      }
    }
    return counts
  }

  checkState(): void {
    this.model.check(this.vocab.size, this.options.nComponents)
  }
}
