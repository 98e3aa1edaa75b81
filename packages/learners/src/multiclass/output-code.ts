import {
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  growBytes,
  growFloats,
  InvalidOptionError,
  type Label,
  Labels,
  type Row,
  type Rules,
  random,
  requireKind,
  SnapshotError,
  seeded,
  underSchemaOf,
} from '@coelho/core'
import { checkMembers } from './members.js'

/** With `exact` all codes are drawn up beforehand: beyond this many bits they are too many. */
const MOST_EXACT_BITS = 20
const MOST_BITS = 4096

export interface OutputCodeClassifierOptions {
  /** What learns one bit: a classifier of two classes, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** How many bits a code has: there is a classifier for each. */
  readonly codeSize: number
  /** Bits are drawn one by one (`random`), or codes that all differ (`exact`). */
  readonly codingMethod: 'random' | 'exact'
  /** Of the generator that draws the codes; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Makes a classifier of any number of classes of one that tells two apart: each class is given a
 * code of bits, a classifier learns each bit, and the class whose code is nearest to what they
 * say is predicted. With `exact`, there can be no more than `2 ** codeSize` classes.
 *
 * Codes are drawn when a class is first met. River gives no probabilities; here they are in
 * proportion to how much of a code agrees.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new OutputCodeClassifier({ classifier, codeSize: 12, seed: 24 })
 * const events = [[1, 'low'], [2, 'low'], [5, 'mid'], [6, 'mid'], [9, 'high'], [10, 'high']]
 * for (const [x, label] of [...events, ...events]) model.learnOne({ x }, label)
 * model.predictOne({ x: 9.4 }) // => 'high'
 */
export class OutputCodeClassifier extends Classifier<OutputCodeClassifierOptions> {
  static override readonly id = 'multiclass.OutputCodeClassifier'
  static override readonly rules: Rules<OutputCodeClassifierOptions> = {
    classifier: { kind: 'object' },
    codeSize: { kind: 'integer', atLeast: 1, atMost: MOST_BITS },
    codingMethod: { kind: 'string', default: 'random', choices: ['random', 'exact'] },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['members', 'rng', 'bits', 'coded', 'deck']
  static readonly parts: readonly unknown[] = [random.Random]

  override readonly labels: Labels = new Labels(this.mostLabels())

  private readonly members: ClassifierLike[] = []
  private readonly models: EstimatorLike[]
  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  /** The bits of each class, one behind the other: those of the first `coded` classes. */
  private bits: Uint8Array = new Uint8Array(64)
  private coded = 0
  /** With `exact` all codes as numbers, in the order in which they are given out. */
  private readonly deck: Int32Array
  /** What one member says of its two classes, by its own codes. */
  private shares: Float64Array = new Float64Array(2)
  private outputs: Float64Array

  constructor(given: Given<OutputCodeClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    const { classifier, codeSize } = this.options
    requireKind(this.who, 'classifier', classifier, 'classifier')
    this.outputs = new Float64Array(codeSize)
    for (let bit = 0; bit < codeSize; bit++) this.members.push(classifier.clone(this.schema))
    this.models = [classifier, ...this.members]
    this.deck = Int32Array.from({ length: this.isExact ? 2 ** codeSize : 0 }, (_, i) => i)
    this.rng.shuffle(this.deck)
  }

  private mostLabels(): number {
    const { codeSize } = this.options
    const { maxLabels } = this.schema.options
    if (!this.isExact) return maxLabels
    if (codeSize <= MOST_EXACT_BITS) return Math.min(maxLabels, 2 ** codeSize)
    const expected = `must be at most ${MOST_EXACT_BITS} where codingMethod is 'exact'`
    throw new InvalidOptionError(this.who, 'codeSize', expected, codeSize)
  }

  private get isExact(): boolean {
    return this.options.codingMethod === 'exact'
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  learnRow(row: Row, label: number, weight: number): void {
    while (this.coded <= label) this.drawCode()
    const { members, bits } = this
    const start = label * members.length
    for (let bit = 0; bit < members.length; bit++) {
      const member = members[bit]
      member.learnRow(row, member.labels.add(bits[start + bit] === 1), weight)
    }
  }

  private drawCode(): void {
    const size = this.members.length
    const start = this.coded * size
    this.bits = growBytes(this.bits, start + size)
    const code = this.deck[this.coded]
    for (let bit = 0; bit < size; bit++) {
      this.bits[start + bit] = this.isExact
        ? (code >>> (size - 1 - bit)) & 1
        : this.rng.randint(0, 1)
    }
    this.coded += 1
  }

  override predictRow(row: Row): number {
    this.ask(row)
    let nearest = -1
    let least = Infinity
    for (let label = 0; label < this.coded; label++) {
      const distance = this.distance(label)
      if (distance < least) {
        least = distance
        nearest = label
      }
    }
    return nearest
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    this.ask(row)
    const { coded, members } = this
    let total = 0
    for (let label = 0; label < coded; label++) {
      scores[label] = members.length - this.distance(label)
      total += scores[label]
    }
    for (let label = 0; label < coded; label++) {
      scores[label] = total > 0 ? scores[label] / total : 1 / coded
    }
    return coded > 0
  }

  private ask(row: Row): void {
    const { members, outputs } = this
    for (let bit = 0; bit < members.length; bit++) outputs[bit] = this.positive(members[bit], row)
  }

  private positive(member: ClassifierLike, row: Row): number {
    const { labels } = member
    const code = labels.candidates > 0 ? codeOfTrue(labels) : -1
    if (code < 0) return 0
    this.shares = growFloats(this.shares, labels.candidates)
    this.shares.fill(0, 0, labels.candidates)
    return member.scoreRow(row, this.shares) ? this.shares[code] : 0
  }

  private distance(label: number): number {
    const { bits, outputs } = this
    const start = label * outputs.length
    let distance = 0
    for (let bit = 0; bit < outputs.length; bit++) {
      distance += Math.abs(bits[start + bit] - outputs[bit])
    }
    return distance
  }

  /** The code of each class, by its label. */
  get codeBook(): Map<Label, number[]> {
    const size = this.members.length
    const codes = Array.from({ length: this.coded }, (_, label) => {
      const bits = this.bits.subarray(label * size, (label + 1) * size)
      return [this.labels.at(label) as Label, [...bits]] as [Label, number[]]
    })
    return new Map(codes)
  }

  checkState(): void {
    const { members, options, schema, labels, bits, coded, deck } = this
    checkMembers(this.who, members, options.classifier, schema, options.codeSize)
    const size = this.isExact ? 2 ** options.codeSize : 0
    const isDeck = deck.length === size && new Set(deck).size === size
    const fits = coded === labels.size && coded * options.codeSize <= bits.length
    if (!isDeck || !fits || !deck.every((code) => code >= 0 && code < size)) {
      throw new SnapshotError('OutputCodeClassifier must have a code for each class')
    }
    if (!bits.every((bit) => bit <= 1)) throw new SnapshotError('a code must be made of bits')
    this.models.splice(1, Infinity, ...members)
  }
}

/** A binary model tells its classes before it has met them. */
function codeOfTrue(labels: Labels): number {
  for (let code = 0; code < labels.candidates; code++) if (labels.at(code) === true) return code
  return -1
}
