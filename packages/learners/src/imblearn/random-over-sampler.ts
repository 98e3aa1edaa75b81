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
  requireKind,
  seeded,
  type Target,
  type Verdict,
} from '@coelho/core'
import { Desired } from './desired.js'
import { OverDraw } from './over-draw.js'
import { ownOptions, SAMPLER, type SamplerOptions } from './sampler-options.js'
import { checkLesson, learnEach, Teaching } from './teaching.js'

export type RandomOverSamplerOptions = SamplerOptions

/**
 * Teaches a classifier each event of the class that is most frequent beside its desired share once,
 * and those of the others as often as brings the classes into the desired proportion.
 *
 * Draws, for an event of another class than the most frequent: as `utils.random.poisson`.
 *
 * @example
 * const classifier = new naiveBayes.GaussianNB()
 * const desiredDist = { fraud: 0.5, fair: 0.5 }
 * const model = new imblearn.RandomOverSampler({ classifier, desiredDist, seed: 42 })
 * for (let i = 0; i < 1000; i++) model.learnOne({ x: i % 10 }, i % 10 > 8 ? 'fraud' : 'fair')
 * model.trainedOnDist.get('fraud') // => 925
 */
export class RandomOverSampler extends Classifier<RandomOverSamplerOptions> {
  static override readonly id = 'imblearn.RandomOverSampler'
  static override readonly rules: Rules<RandomOverSamplerOptions> = SAMPLER
  static override readonly state: readonly string[] = ['draw']
  static readonly parts: readonly unknown[] = [BinaryLabels, OverDraw]

  /** Those of the classifier. */
  override readonly labels: Labels
  private readonly draw: OverDraw
  private readonly teaching: Teaching

  constructor(given: Given<RandomOverSamplerOptions>) {
    super(ownOptions(new.target, given, 'above 0'))
    const { classifier, desiredDist, seed } = this.options
    requireKind(this.who, 'classifier', classifier, 'classifier')
    this.draw = new OverDraw(new Desired(this.who, desiredDist), seeded(this.who, seed))
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

  /** How often each label came. */
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
