import { type ClassifierLike, growFloats, type Label, type Row } from '@coelho/core'
import type { Pupil } from './hard-buffer.js'

/** A loss of two classes: of the probability of the positive one. */
export interface TwoClassLoss {
  call(yTrue: boolean, yPred: number): number
}

/** A loss of several classes: of a probability for each. */
export interface ClassLoss {
  call(yTrue: Label, yPred: ReadonlyMap<Label, number>): number
}

/** A classifier that tells two classes apart. */
export class TwoClassPupil implements Pupil {
  private readonly who: string
  private readonly classifier: ClassifierLike
  private readonly loss: TwoClassLoss
  private scores: Float64Array = new Float64Array(2)

  constructor(who: string, classifier: ClassifierLike, loss: TwoClassLoss) {
    this.who = who
    this.classifier = classifier
    this.loss = loss
  }

  /** River: the probability is taken for the raw output that a loss expects. */
  lossOf(row: Row, y: Label): number {
    const { classifier } = this
    const { labels } = classifier
    this.scores = growFloats(this.scores, labels.candidates)
    const { scores } = this
    scores.fill(0)
    classifier.scoreRow(row, scores)
    const known = labels.find(y)
    const code = known >= 0 ? known : labels.encode(this.who, [y])[0]
    return this.loss.call(code === 1, scores[1])
  }

  teach(row: Row, y: Label, weight: number): void {
    this.classifier.learnRowWith(row, y, weight)
  }
}

/** A classifier of any number of classes. */
export class ClassPupil implements Pupil {
  private readonly classifier: ClassifierLike
  private readonly loss: ClassLoss

  constructor(classifier: ClassifierLike, loss: ClassLoss) {
    this.classifier = classifier
    this.loss = loss
  }

  lossOf(row: Row, y: Label): number {
    return this.loss.call(y, this.classifier.probabilities(row))
  }

  teach(row: Row, y: Label, weight: number): void {
    this.classifier.learnRowWith(row, y, weight)
  }
}
