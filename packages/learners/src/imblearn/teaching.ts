import {
  type ClassifierLike,
  checkFrame,
  checkWeights,
  type EstimatorLike,
  type Frame,
  type FrameReader,
  InvalidInputError,
  type Label,
  type Labels,
  type LearnManyOptions,
  type Row,
  SnapshotError,
  type Target,
} from '@coelho/core'
import type { Desired } from './desired.js'

/** Decides how often an event with a label is learned: it counts, and may draw. */
export interface Draw {
  /** By label; null: all alike. */
  readonly desired: Desired | null
  timesFor(y: Label): number
  check(who: string): void
}

/** What can predict and learn in one go. */
interface Fused {
  predictThenLearnRow?(row: Row, label: number, weight: number): number
}

/** A classifier that has the labels of the one it teaches. */
interface Learner {
  readonly who: string
  readonly labels: Labels
  checkTarget(y: unknown): void
  learnRowWith(row: Row, y: Target, weight: number): void
}

/** Checks all there is to learn before any of it is; gives the weights. */
export function checkLesson(
  learner: Learner,
  frame: Frame,
  y: ArrayLike<Label>,
  options: LearnManyOptions | undefined,
): ArrayLike<number> | undefined {
  const { who, labels } = learner
  checkFrame(who, frame)
  if (y?.length !== frame.length) {
    throw new InvalidInputError(who, `${frame.length} rows need as many labels`, y?.length)
  }
  const weights = checkWeights(who, frame.length, options?.w)
  labels.encode(who, y, weights)
  for (let i = 0; i < y.length; i++) if (i === 0 || y[i] !== y[i - 1]) learner.checkTarget(y[i])
  return weights
}

/** Learns the rows of a frame that was checked. */
export function learnEach(
  learner: Learner,
  rows: FrameReader,
  y: ArrayLike<Label>,
  weights: ArrayLike<number> | undefined,
): void {
  for (let i = 0; i < y.length; i++) {
    const weight = weights ? weights[i] : 1
    if (weight > 0) learner.learnRowWith(rows.read(i), y[i], weight)
  }
}

/** Throws unless the labels that were restored are those of the classifier. */
export function checkShared(who: string, labels: Labels, classifier: ClassifierLike): void {
  if (labels === classifier.labels) return
  throw new SnapshotError(`${who} must have the labels of its classifier`)
}

/** A classifier that is taught each event as often as a draw says. */
export class Teaching {
  readonly held: readonly EstimatorLike[]
  private readonly classifier: ClassifierLike
  private readonly draw: Draw

  constructor(classifier: ClassifierLike, draw: Draw) {
    this.held = [classifier]
    this.classifier = classifier
    this.draw = draw
  }

  checkTarget(y: unknown): void {
    this.classifier.checkTarget(y)
    this.draw.desired?.check(y)
  }

  learn(row: Row, y: Label, weight: number): void {
    const { classifier } = this
    for (let times = this.draw.timesFor(y); times > 0; times--) {
      classifier.learnRowWith(row, y, weight)
    }
  }

  /** The same for a code. */
  learnCode(row: Row, code: number, weight: number): void {
    this.learn(row, this.classifier.labels.taught(code) as Label, weight)
  }

  /** Predicts, and then learns: in one go where the classifier can. */
  private predictThenLearn(row: Row, y: Label, weight: number): Label | undefined {
    const { classifier } = this
    const { labels } = classifier
    const { predictThenLearnRow } = classifier as Fused
    let times = weight > 0 ? this.draw.timesFor(y) : 0
    const code = times > 0 && predictThenLearnRow ? labels.find(y) : -1
    // A label that is told by another name is taught by its own: 1 as 1, not as true.
    if (!predictThenLearnRow || code < 0 || labels.at(code) !== y) {
      const predicted = labels.at(classifier.predictRow(row))
      for (; times > 0; times--) classifier.learnRowWith(row, y, weight)
      return predicted
    }
    const predicted = predictThenLearnRow.call(classifier, row, code, weight)
    for (times--; times > 0; times--) classifier.learnRow(row, code, weight)
    return labels.at(predicted)
  }

  /** Learns the rows of a frame that was checked, and predicts each before. */
  predictThenLearnEach(
    rows: FrameReader,
    y: ArrayLike<Label>,
    weights: ArrayLike<number> | undefined,
  ): (Label | undefined)[] {
    const predictions = new Array<Label | undefined>(y.length)
    for (let i = 0; i < y.length; i++) {
      predictions[i] = this.predictThenLearn(rows.read(i), y[i], weights ? weights[i] : 1)
    }
    return predictions
  }
  check(who: string, labels: Labels): void {
    this.draw.check(who)
    checkShared(who, labels, this.classifier)
  }
}
