import {
  type Given,
  growInts,
  InvalidOptionError,
  math,
  NO_INTS,
  type Row,
  type Rules,
  random,
  type Schema,
  SnapshotError,
  type Target,
  Transformer,
} from '@coelho/core'
import { addComponents, layComponents } from './components.js'
import { Topics } from './topics.js'

export interface LDAOptions {
  /** How many topics there are. */
  readonly nComponents: number
  /** How many texts there will be, roughly. */
  readonly numberOfDocuments: number
  /** How evenly the topics of a text are spread before its words are seen. */
  readonly alphaTheta: number
  /** How many words a topic has, roughly. */
  readonly alphaBeta: number
  /** The larger, the less the first texts count. */
  readonly tau: number
  /** How fast later texts count less: from 0.5 to 1. */
  readonly kappa: number
  /** After how many texts rare words may be forgotten. */
  readonly vocabPruneInterval: number
  /** How often the topic of each word is drawn. */
  readonly numberOfSamples: number
  /** Taken for River's sake, which does not use it either. */
  readonly rankingSmoothFactor: number
  /** How many of the draws don't count. */
  readonly burnInSweeps: number
  /** How many words are kept when words are forgotten: the first that came. */
  readonly maximumSizeVocabulary: number
  /** Of the generator; null: one is drawn. */
  readonly seed: number | null
}

/**
 * Latent Dirichlet allocation: what a text is about, as a number for each topic, learned from
 * texts with a vocabulary that grows. The words of a text are the names of its features.
 *
 * Topics are drawn at random. Transforming changes nothing: it goes on from where learning the
 * last event left the generator, and learning draws as much as River does to learn an event and
 * then transform it. So the numbers are River's where each event is transformed once, after it
 * was learned, by the model itself or by a pipeline that ends with it.
 *
 * @example
 * const lda = new LDA({ nComponents: 2, numberOfDocuments: 60, seed: 42 })
 * lda.learnOne({ goal: 1, referee: 1 })
 * Object.keys(lda.transformOne({ goal: 1 })) // => ['0', '1']
 */
export class LDA extends Transformer<LDAOptions> {
  static override readonly id = 'preprocessing.LDA'
  static override readonly rules: Rules<LDAOptions> = {
    nComponents: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
    numberOfDocuments: { kind: 'number', default: 1e6, above: 0 },
    alphaTheta: { kind: 'number', default: 0.5, above: 0 },
    alphaBeta: { kind: 'number', default: 100, above: 0 },
    tau: { kind: 'number', default: 64, atLeast: 0 },
    kappa: { kind: 'number', default: 0.75, atLeast: 0 },
    vocabPruneInterval: { kind: 'integer', default: 10, atLeast: 1 },
    numberOfSamples: { kind: 'integer', default: 10, atLeast: 1 },
    rankingSmoothFactor: { kind: 'number', default: 1e-12 },
    burnInSweeps: { kind: 'integer', default: 5, atLeast: 0 },
    maximumSizeVocabulary: { kind: 'integer', default: 4000, atLeast: 1, atMost: 16_777_216 },
    seed: { kind: 'integer', default: null, nullable: true, atLeast: 0, atMost: 0xffffffff },
  }
  static override readonly state = [
    'output',
    'rng',
    'rngOfTransforms',
    'topics',
    'counter',
    'wordOf',
    'next',
  ] as const
  static readonly parts: readonly unknown[] = [random.NumpyRandomState, Topics]

  private readonly output: Schema = addComponents(this.schema, this.options.nComponents)
  /** Where the next lesson goes on. */
  private readonly rng: random.NumpyRandomState = new random.NumpyRandomState(
    this.options.seed ?? undefined,
  )
  /** Where each transform starts. */
  private readonly rngOfTransforms: random.NumpyRandomState = new random.NumpyRandomState(0)
  private readonly topics: Topics = new Topics()
  /** How many events were learned. */
  counter = 0
  /** For each feature its number as a word, from 1 on; 0 while it has none. */
  private wordOf: Int32Array = NO_INTS
  /** The number of the next new word. */
  private next = 1

  // Workings: the words of an event, their topics, and how many of the words each topic has.
  private words: Int32Array = NO_INTS
  private readonly spread: Float64Array = new Float64Array(this.options.nComponents)
  private readonly weight: Float64Array = new Float64Array(this.options.nComponents)
  private readonly scratch: random.NumpyRandomState = new random.NumpyRandomState(0)

  constructor(given: Given<LDAOptions> = {}) {
    super(given)
    const { burnInSweeps, numberOfSamples, nComponents, alphaBeta } = this.options
    if (burnInSweeps >= numberOfSamples) {
      const expected = `must be below numberOfSamples (${numberOfSamples})`
      throw new InvalidOptionError('LDA', 'burnInSweeps', expected, burnInSweeps)
    }
    this.rngOfTransforms.copyFrom(this.rng)
    this.topics.start(nComponents, alphaBeta)
  }

  /** What the generator was seeded with: a model given it repeats the run. */
  get seed(): number {
    return this.rng.seed
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override foretells(row: Row): boolean {
    return row.stamp !== 0
  }

  learnRow(row: Row): void {
    this.learnText(row)
    this.foreseeTransform(row)
  }

  /** In a pipeline. River: it transforms what it learns once more, and so draws again. */
  override learnRowWith(row: Row, _y: Target, _weight: number): void {
    this.learnText(row)
    this.foreseeTransform(row)
    this.foreseeTransform(row)
  }

  private learnText(row: Row): void {
    const { options, topics } = this
    const { nComponents, tau, kappa, numberOfDocuments, alphaBeta } = options
    this.counter += 1
    this.numberWords(row)
    this.findWords(row)
    const counts = new Float64Array(this.next * nComponents)
    this.draw(row.count, this.rng, counts)
    const step = math.exp(-kappa * math.log(tau + this.counter))
    topics.move(counts, this.next, nComponents, step, numberOfDocuments, alphaBeta)
    if (this.counter % options.vocabPruneInterval === 0) this.prune()
  }

  /** Draws what transforming the row will draw: lessons go on behind it. */
  private foreseeTransform(row: Row): void {
    this.rngOfTransforms.copyFrom(this.rng)
    this.numberWords(row) // River: words that were just forgotten come back
    this.findWords(row)
    this.draw(row.count, this.rng, null)
  }

  /** New words get the next numbers. */
  private numberWords(row: Row): void {
    this.wordOf = growInts(this.wordOf, row.width)
    for (let k = 0; k < row.count; k++) {
      const feature = row.order[k]
      if (this.wordOf[feature] === 0) this.wordOf[feature] = this.next++
    }
  }

  /** Words without a number get one beyond all others. */
  private findWords(row: Row): void {
    const { order, count } = row
    this.words = growInts(this.words, count)
    for (let k = 0; k < count; k++) {
      const word = order[k] < this.wordOf.length ? this.wordOf[order[k]] : 0
      this.words[k] = word > 0 ? word : 0x7fffffff
    }
  }

  /**
   * Draws a topic for each word again and again, given those of the others. Order of draws: a
   * number for each topic and word, then up to one for each topic but the last, word after word.
   */
  private draw(count: number, rng: random.NumpyRandomState, counts: Float64Array | null): void {
    const { nComponents, numberOfSamples, burnInSweeps } = this.options
    const { words, spread } = this
    const phi = this.firstPhi(count, rng)
    const share = 1 / (numberOfSamples - burnInSweeps)
    for (let sample = 0; sample < numberOfSamples; sample++) {
      for (let word = 0; word < count; word++) {
        for (let topic = 0; topic < nComponents; topic++) {
          spread[topic] = Math.max(0, spread[topic] - phi[topic * count + word])
          phi[topic * count + word] = 0
        }
        const topic = this.drawTopic(words[word], rng)
        phi[topic * count + word] = 1
        spread[topic] += 1
        if (counts && sample >= burnInSweeps) counts[words[word] * nComponents + topic] += share
      }
    }
  }

  private firstPhi(count: number, rng: random.NumpyRandomState): Float64Array {
    const { nComponents } = this.options
    const phi = new Float64Array(nComponents * count)
    for (let at = 0; at < phi.length; at++) phi[at] = rng.randomSample()
    this.spread.fill(0)
    for (let word = 0; word < count; word++) {
      let sum = 0
      for (let at = word; at < phi.length; at += count) sum += phi[at]
      for (let topic = 0; topic < nComponents; topic++) {
        phi[topic * count + word] /= sum
        this.spread[topic] += phi[topic * count + word]
      }
    }
    return phi
  }

  private drawTopic(word: number, rng: random.NumpyRandomState): number {
    const { nComponents, alphaTheta } = this.options
    const { weight, spread } = this
    for (let topic = 0; topic < nComponents; topic++) weight[topic] = spread[topic] + alphaTheta
    this.topics.weigh(word, nComponents, weight)
    let sum = 0
    for (let topic = 0; topic < nComponents; topic++) sum += weight[topic]
    let left = 1
    for (let topic = 0; topic + 1 < nComponents; topic++) {
      const p = weight[topic] / sum
      const share = p / left
      // NumPy draws the rarer of the two: that it is this topic, or that it is not.
      const u = rng.randomSample()
      if (share <= 0.5 ? u > 1 - share : u <= share) return topic
      left -= p
    }
    return nComponents - 1
  }

  private prune(): void {
    const { maximumSizeVocabulary } = this.options
    if (this.topics.size <= maximumSizeVocabulary) return
    this.topics.cut(maximumSizeVocabulary)
    this.next = maximumSizeVocabulary
    const { wordOf } = this
    for (let feature = 0; feature < wordOf.length; feature++) {
      if (wordOf[feature] >= maximumSizeVocabulary) wordOf[feature] = 0
    }
  }

  transformRow(row: Row, out: Row): void {
    const { nComponents, alphaTheta } = this.options
    this.findWords(row)
    this.scratch.copyFrom(this.rngOfTransforms)
    this.draw(row.count, this.scratch, null)
    layComponents(nComponents, out)
    for (let topic = 0; topic < nComponents; topic++) {
      out.values[topic] = alphaTheta + this.spread[topic]
    }
  }

  checkState(): void {
    const { nComponents } = this.options
    const { topics, wordOf, counter } = this
    topics.check(nComponents)
    const seen = new Set<number>()
    for (const word of wordOf) if (word !== 0) seen.add(word)
    const used = wordOf.reduce((count, word) => count + Number(word !== 0), 0)
    const fits = wordOf.every((word) => word >= 0 && word < this.next) && used === seen.size
    const grown = Number.isSafeInteger(this.next) && this.next >= topics.size
    if (
      fits &&
      grown &&
      Number.isSafeInteger(counter) &&
      counter >= 0 &&
      this.output.size === nComponents
    )
      return
    throw new SnapshotError('LDA must have a number for each of its words', topics.size)
  }
}
