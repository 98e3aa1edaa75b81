import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Given,
  growBytes,
  growFloats,
  type Label,
  type Labels,
  math,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  underSchemaOf,
} from '@coelho/core'
import { Calibration, type CalibrationSummary } from './calibration.js'

export interface CalibratedClassifierOptions {
  /** What predicts: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** How far the calibration moves at first; it slows down as it learns. */
  readonly lr: number
}

/**
 * A classifier whose probabilities mean what they say: of what is told to be 80 % likely, about
 * 80 % come. They are those of the classifier that it holds, raised to a power and multiplied by a
 * factor per class, which are learned from what the classifier said of each event before it learned
 * it. Of two classes this is Platt's scaling of the odds, of more a temperature with a bias per
 * class.
 *
 * It begins with the very probabilities of the classifier. As the factors differ, another class may
 * become the likeliest. An event of a class that is new teaches the classifier only.
 *
 * [On calibration of modern neural networks](https://proceedings.mlr.press/v70/guo17a.html),
 * [Online Platt scaling with calibeating](https://proceedings.mlr.press/v202/gupta23c.html). River
 * has none.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const model = new conf.CalibratedClassifier({ classifier })
 * const event = (x: number) => ({ x, again: x, onceMore: x }) // says the same three times
 * for (let i = 0; i < 2000; i++) {
 *   const x = (i % 10) / 10 // how likely it is
 *   model.learnOne(event(x), (i * 7919) % 1000 < 1000 * x)
 * }
 * classifier.predictProbaOne(event(0.8)).get(true)?.toFixed(2) // => '1.00'
 * model.predictProbaOne(event(0.8)).get(true)?.toFixed(2) // => '0.81'
 */
export class CalibratedClassifier extends Classifier<CalibratedClassifierOptions> {
  static override readonly id = 'conf.CalibratedClassifier'
  static override readonly rules: Rules<CalibratedClassifierOptions> = {
    classifier: { kind: 'object' },
    lr: { kind: 'number', default: 0.1, above: 0 },
  }
  static override readonly state: readonly string[] = ['calibration', 'taught']
  static readonly parts: readonly unknown[] = [BinaryLabels, Calibration]

  /** Those of the classifier. */
  override readonly labels: Labels
  private readonly calibration: Calibration = new Calibration()
  /** By label code 1 if the classifier has learned it: it can't tell of others yet. */
  private taught: Uint8Array = new Uint8Array(2)
  private classes = 0
  /** What the classifier says of an event before it learns it. */
  private said: Float64Array = new Float64Array(2)
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<CalibratedClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    const { classifier } = this.options
    requireKind(this.who, 'classifier', classifier, 'classifier')
    this.labels = classifier.labels
    this.models = [classifier]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    this.options.classifier.checkTarget(y)
  }

  learnRow(row: Row, label: number, weight: number): void {
    const { classifier, lr } = this.options
    const { size } = this.labels
    if (this.classes === size && size > 1) {
      this.said = growFloats(this.said, size)
      const { said } = this
      for (let code = 0; code < size; code++) said[code] = 0
      const knows = classifier.scoreRow(row, said) && areShares(said, size)
      if (knows) this.calibration.learn(said, size, label, weight, lr)
    }
    classifier.learnRow(row, label, weight)
    this.taught = growBytes(this.taught, label + 1)
    this.classes += 1 - this.taught[label]
    this.taught[label] = 1
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    if (!this.options.classifier.scoreRow(row, scores)) return false
    const { candidates } = this.labels
    if (!areShares(scores, candidates)) return false
    if (candidates > 1) this.calibration.apply(scores, candidates)
    return true
  }

  /** What predicts. */
  get classifier(): ClassifierLike {
    return this.options.classifier
  }

  /** What was learned beside the classifier. */
  get summary(): CalibrationSummary {
    const { sharpness, biases } = this.calibration
    const labels = this.labels.toArray()
    const factors = new Map<Label, number>(
      labels.map((label, code) => [label, math.exp(biases[code] ?? 0)]),
    )
    return { sharpness, factors }
  }

  checkState(): void {
    const { taught, labels } = this
    if (labels !== this.options.classifier.labels || taught.some((mark) => mark > 1)) {
      throw new SnapshotError(`${this.who} must have the labels of its classifier`)
    }
    this.classes = taught.reduce((sum, mark) => sum + mark, 0)
  }
}

/** Not where a sampler has kept from its model all that it could know a class by. */
function areShares(scores: Float64Array, classes: number): boolean {
  let sum = 0
  for (let code = 0; code < classes; code++) sum += scores[code]
  return sum > 0
}
