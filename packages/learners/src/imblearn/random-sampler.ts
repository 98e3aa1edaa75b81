import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Frame,
  type Given,
  type Label,
  type Labels,
  type LearnManyOptions,
  type Row,
  type Rules,
  type random,
  requireKind,
  seeded,
  type Target,
  type Verdict,
} from '@coelho/core'
import { Desired, type DesiredDist } from './desired.js'
import { RateDraw } from './rate-draw.js'
import { ownOptions } from './sampler-options.js'
import { checkLesson, learnEach, Teaching } from './teaching.js'

export interface RandomSamplerOptions {
  /** What is taught: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** How often each class is to be learned: shares by label; null: as often as it comes. */
  readonly desiredDist: DesiredDist | null
  /** How often an event is learned on average. */
  readonly samplingRate: number
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * Teaches a classifier each event as often as brings the classes to their desired shares, and all
 * events to a rate: frequent classes less than once on average, rare ones more often.
 *
 * Without a desired distribution each event is learned `samplingRate` times on average (in River
 * more and more often, the more events came). Draws as `utils.random.poisson`, for each event.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const desiredDist = { fraud: 0.5, fair: 0.5 }
 * const options = { classifier, desiredDist, samplingRate: 0.1, seed: 42 }
 * const model = new imblearn.RandomSampler(options)
 * for (let i = 0; i < 1000; i++) model.learnOne({ x: i % 10 }, i % 10 > 8 ? 'fraud' : 'fair')
 * model.trainedOnDist.get('fraud') // => 52
 */
export class RandomSampler extends Classifier<RandomSamplerOptions> {
  static override readonly id = 'imblearn.RandomSampler'
  static override readonly rules: Rules<RandomSamplerOptions> = {
    classifier: { kind: 'object' },
    desiredDist: { kind: 'object', nullable: true },
    samplingRate: { kind: 'number', default: 1, atLeast: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['draw']
  static readonly parts: readonly unknown[] = [BinaryLabels, RateDraw]

  /** Those of the classifier. */
  override readonly labels: Labels
  private readonly draw: RateDraw
  private readonly teaching: Teaching

  constructor(given: Given<RandomSamplerOptions>) {
    super(ownOptions(new.target, given, 'at least 0'))
    const { classifier, desiredDist, samplingRate, seed } = this.options
    requireKind(this.who, 'classifier', classifier, 'classifier')
    const desired = desiredDist === null ? null : new Desired(this.who, desiredDist)
    this.draw = new RateDraw(desired, seeded(this.who, seed), samplingRate)
    this.labels = classifier.labels
    this.teaching = new Teaching(classifier, this.draw)
  }

  override get held(): readonly EstimatorLike[] {
    return this.teaching.held
  }

  override checkTarget(y: unknown): void {
    this.teaching.checkTarget(y)
  }

  override learnRowWith(row: Row, y: Target, weight: number): void {
    this.teaching.learn(row, y as Label, weight)
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.teaching.learnCode(row, label, weight)
  }

  /** The same as `learnOne` for each row, without objects. */
  override learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    const weights = checkLesson(this, frame, y, options)
    learnEach(this, this.rowsToLearn(frame), y, weights)
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  override predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Label>,
    options?: LearnManyOptions,
  ): (Label | undefined)[] {
    const weights = checkLesson(this, frame, y, options)
    return this.teaching.predictThenLearnEach(this.rowsToLearn(frame), y, weights)
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    return this.options.classifier.scoreRow(row, scores)
  }

  override predictRow(row: Row): number {
    return this.options.classifier.predictRow(row)
  }

  override probabilities(row: Row): Map<Label, number> {
    return this.options.classifier.probabilities(row)
  }

  override judgeRow(row: Row): Verdict {
    return this.options.classifier.judgeRow(row)
  }

  /** What is taught. */
  get classifier(): ClassifierLike {
    return this.options.classifier
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.draw.rng.seed
  }

  /** How often each label came, if a distribution is desired. */
  get actualDist(): Map<Label, number> {
    return this.draw.tally.actualDist
  }

  /** How often each of them was learned. */
  get trainedOnDist(): Map<Label, number> {
    return this.draw.tally.trainedOnDist
  }

  checkState(): void {
    this.teaching.check(this.who, this.labels)
  }
}
