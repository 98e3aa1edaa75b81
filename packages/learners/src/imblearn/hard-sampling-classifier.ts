import {
  BinaryLabels,
  Classifier,
  type ClassifierLike,
  type EstimatorLike,
  type Frame,
  type Given,
  InvalidOptionError,
  type Label,
  type Labels,
  type LearnManyOptions,
  type Row,
  type Rules,
  requireKind,
  seeded,
  type Target,
  underSchemaOf,
  type Verdict,
} from '@coelho/core'
import { CrossEntropy } from '../optim/losses/cross-entropy.js'
import { Log } from '../optim/losses/log.js'
import { type ClassLoss, ClassPupil, type TwoClassLoss, TwoClassPupil } from './class-pupils.js'
import { HARD_SAMPLING, HardBuffer, type HardSamplingOptions, type Pupil } from './hard-buffer.js'
import { isLossFor } from './loss-kinds.js'
import { checkLesson, checkShared, learnEach } from './teaching.js'

export interface HardSamplingClassifierOptions extends HardSamplingOptions {
  /** What is taught: a classifier, or a pipeline that ends with one. */
  readonly classifier: ClassifierLike
  /** By what events are hard; null: `Log` for a model of two classes, else `CrossEntropy`. */
  readonly loss: TwoClassLoss | ClassLoss | null
}

/**
 * Keeps the events that a classifier predicted worst, and teaches it one of them now and then,
 * instead of the event that came: it learns the hard cases more often.
 *
 * Draws, for each event: one number that decides, and if a kept one is learned, its place. An event
 * is learned with its own weight (River gives that of the newest, or none).
 *
 * @example
 * const classifier = new linearModel.LogisticRegression()
 * const model = new imblearn.HardSamplingClassifier({ classifier, size: 10, p: 0.2, seed: 42 })
 * for (let i = 0; i < 500; i++) model.learnOne({ x: (i % 9) - 4 }, i % 9 > 4)
 * model.predictOne({ x: 3 }) // => true
 */
export class HardSamplingClassifier extends Classifier<HardSamplingClassifierOptions> {
  static override readonly id = 'imblearn.HardSamplingClassifier'
  static override readonly rules: Rules<HardSamplingClassifierOptions> = {
    classifier: { kind: 'object' },
    ...HARD_SAMPLING,
  }
  static override readonly state: readonly string[] = ['buffer']
  static readonly parts: readonly unknown[] = [BinaryLabels, HardBuffer]

  /** Those of the classifier. */
  override readonly labels: Labels
  private readonly buffer: HardBuffer
  private readonly pupil: Pupil
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<HardSamplingClassifierOptions>) {
    super(underSchemaOf(new.target, given, given?.classifier))
    const { classifier, size, p, loss, seed } = this.options
    requireKind(this.who, 'classifier', classifier, 'classifier')
    this.labels = classifier.labels
    this.buffer = new HardBuffer(size, p, seeded(this.who, seed))
    this.pupil = pupilOf(this.who, classifier, loss)
    this.models = [classifier]
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    this.options.classifier.checkTarget(y)
  }

  override learnRowWith(row: Row, y: Target, weight: number): void {
    this.buffer.learn(this.pupil, row, y as Label, weight, this.pupil.lossOf(row, y as Label))
  }

  learnRow(row: Row, label: number, weight: number): void {
    this.learnRowWith(row, this.labels.taught(label) as Label, weight)
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
    const rows = this.rowsToLearn(frame)
    const predictions = new Array<Label | undefined>(y.length)
    for (let i = 0; i < y.length; i++) {
      const row = rows.read(i)
      const weight = weights ? weights[i] : 1
      predictions[i] = this.answerRow(row)
      if (weight > 0) this.learnRowWith(row, y[i], weight)
    }
    return predictions
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
    return this.buffer.rng.seed
  }

  checkState(): void {
    this.buffer.check(this.who, this.schema.size, (y) => this.checkTarget(y))
    checkShared(this.who, this.labels, this.options.classifier)
  }
}

function pupilOf(
  who: string,
  classifier: ClassifierLike,
  loss: TwoClassLoss | ClassLoss | null,
): Pupil {
  const kind = classifier.labels instanceof BinaryLabels ? 'two classes' : 'several classes'
  if (loss !== null && !isLossFor(kind, loss)) {
    const expected = `must be a loss of ${kind}, as its classifier tells them (or null)`
    throw new InvalidOptionError(who, 'loss', expected, loss)
  }
  return kind === 'two classes'
    ? new TwoClassPupil(who, classifier, (loss as TwoClassLoss | null) ?? new Log())
    : new ClassPupil(classifier, (loss as ClassLoss | null) ?? new CrossEntropy())
}
