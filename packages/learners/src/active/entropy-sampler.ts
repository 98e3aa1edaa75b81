import {
  type ClassifierLike,
  checkFrame,
  checkWeight,
  checkWeights,
  Estimator,
  type EstimatorLike,
  type Features,
  type Frame,
  type Given,
  InvalidInputError,
  type Label,
  type Labels,
  type LearnManyOptions,
  type LearnOptions,
  math,
  type Row,
  type Rules,
  random,
  requireKind,
  seeded,
  type Target,
  underSchemaOf,
} from '@coelho/core'

export interface EntropySamplerOptions {
  /** What predicts and learns: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** How much rarer labels are asked for where the classifier is more certain; with 0, always. */
  readonly discountFactor: number
  /** Of the generator that decides; null: one is drawn. */
  readonly seed: random.Seed
}

/** A prediction, and whether its label is wanted. An empty Map stands for no prediction. */
export type Asked<Prediction> = [prediction: Prediction, ask: boolean]

export type Nothing = ReadonlyMap<never, never>

/**
 * A classifier that asks for the labels it is uncertain of: the likelier, the nearer the entropy
 * of its probabilities is to what it can be. Predictions are pairs, `[prediction, ask]`; whoever
 * knows the label teaches it if it was asked for.
 *
 * Each prediction draws one number, which decides whether to ask, so that asking twice may give
 * two answers. It never asks while the classifier knows no class. A weight is handed on to the
 * classifier (River drops it).
 *
 * @example
 * const classifier = new linearModel.LogisticRegression()
 * const model = new EntropySampler({ classifier, seed: 42 })
 * model.predictOne({ x: 1 }) // => [false, true]
 * for (let i = 0; i < 500; i++) model.learnOne({ x: i % 2 ? 9 : -9 }, i % 2 === 1)
 * model.predictOne({ x: 9 }) // => [true, false]
 */
export class EntropySampler extends Estimator<EntropySamplerOptions> {
  static override readonly id = 'active.EntropySampler'
  static override readonly rules: Rules<EntropySamplerOptions> = {
    classifier: { kind: 'object' },
    discountFactor: { kind: 'number', default: 3, atLeast: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['rng']
  static readonly parts: readonly unknown[] = [random.Random]

  private readonly rng: random.Random = seeded(this.who, this.options.seed)
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<EntropySamplerOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    requireKind(this.who, 'classifier', this.options.classifier, 'classifier')
    this.models = [this.options.classifier]
  }

  get kind(): 'active learner' {
    return 'active learner'
  }

  /** Told to evaluations: they teach only the labels it asks for. */
  get asksForLabels(): true {
    return true
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get labels(): Labels {
    return this.options.classifier.labels
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    this.options.classifier.checkTarget(y)
  }

  /** Throws if one of the labels cannot be learned, or if together they are too many. */
  checkTargets(y: ArrayLike<unknown>, weights?: ArrayLike<number>): void {
    this.labels.encode(this.who, y, weights)
  }

  learnOne(x: Features, y: Label, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnRowWith(row, y, weight, options)
  }

  learnRowWith(row: Row, y: Target, weight: number, options?: object): void {
    this.options.classifier.learnRowWith(row, y, weight, options)
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    const { who } = this
    checkFrame(who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(who, `${frame.length} rows need as many labels`, y?.length)
    }
    const weights = checkWeights(who, frame.length, options?.w)
    this.checkTargets(y, weights)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnRowWith(rows.read(i), y[i], weight)
    }
  }

  /** The most likely label, and whether the label is wanted. */
  predictOne(x: Features): Asked<Label | Nothing> {
    return this.asked(x, (row) => this.answerRow(row))
  }

  /** The probability of each label, and whether the label is wanted. */
  predictProbaOne(x: Features): Asked<Map<Label, number>> {
    return this.asked(x, (row) => this.probabilities(row))
  }

  /** What `predictOne` says, for a row. */
  answerRow(row: Row, _options?: object): Asked<Label | Nothing> {
    const [probabilities, ask] = this.probabilities(row)
    let best: Label | Nothing = new Map<never, never>()
    let highest = -Infinity
    for (const [label, p] of probabilities) {
      if (p > highest) {
        highest = p
        best = label
      }
    }
    return [best, ask]
  }

  /** The same with the probabilities. */
  probabilities(row: Row): Asked<Map<Label, number>> {
    const probabilities = this.options.classifier.probabilities(row)
    return [probabilities, this.rng.random() < this.chance(probabilities)]
  }

  private asked<Answer>(x: Features, ask: (row: Row) => Answer): Answer {
    const row = this.door.peek(x)
    try {
      return ask(row)
    } finally {
      this.forget()
    }
  }

  /** The entropy as a share of the greatest that so many classes can have, to a power. */
  private chance(probabilities: ReadonlyMap<Label, number>): number {
    let entropy = 0
    let classes = 0
    for (const p of probabilities.values()) {
      if (!(p > 0)) continue
      entropy -= p * math.log(p)
      classes += 1
    }
    if (classes < 2 || !(entropy > 0)) return 0
    const share = math.log(entropy / math.log(classes))
    return math.exp(this.options.discountFactor * share)
  }
}
