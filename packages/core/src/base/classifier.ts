import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import { type Label, Labels } from '../data/labels.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { growFloats } from '../memory/grow.js'
import { Estimator, type Given } from './estimator.js'
import type { Target } from './estimator-like.js'
import { checkWeight, checkWeights, type LearnManyOptions, type LearnOptions } from './weights.js'

/** The probabilities of many events: a row of `values` for each, a column for each label. */
export interface Probabilities {
  readonly labels: readonly Label[]
  readonly values: Float64Array
}

/** What a classifier says of an event: all at once costs it half of asking twice. */
export interface Verdict {
  /** What `predictOne` says. */
  readonly prediction: Label | undefined
  /** What `predictProbaOne` says. */
  readonly probabilities: Map<Label, number>
}

/**
 * A model that tells to which class an event belongs. A learner implements `learnRow` and
 * `scoreRow`; events as objects, frames, labels and refusals are dealt with here.
 */
export abstract class Classifier<Options extends object = object> extends Estimator<Options> {
  static override readonly state: readonly string[] = ['labels']

  readonly labels: Labels
  private scores: Float64Array = new Float64Array(2)

  constructor(given: Given<Options> = {} as Given<Options>) {
    super(given)
    this.labels = new Labels(this.schema.options.maxLabels)
  }

  /** Learns from one row; `label` is a code below `labels.size`. */
  abstract learnRow(row: Row, label: number, weight: number): void

  /** Writes the probability of each label code; false while nothing is known. */
  abstract scoreRow(row: Row, scores: Float64Array): boolean

  /** The code of the most likely label, or -1 while nothing is known. */
  predictRow(row: Row): number {
    const scores = this.scratch()
    return this.scoreRow(row, scores) ? this.best(scores) : -1
  }

  /** Predicts, then learns a known label: learners that can do both in one go override it. */
  predictThenLearnRow(row: Row, label: number, weight: number): number {
    const predicted = this.predictRow(row)
    this.learnRow(row, label, weight)
    return predicted
  }

  /** The codes in the order in which ties are broken and probabilities are listed. */
  protected order(): ArrayLike<number> | undefined {
    return undefined
  }

  get kind(): 'classifier' {
    return 'classifier'
  }

  learnOne(x: Features, y: Label, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnRowWith(row, y, weight)
  }

  override checkTarget(y: unknown): void {
    this.labels.check(this.who, y)
  }

  /** Learns a row with a label as it was given, which was checked. */
  learnRowWith(row: Row, y: Target, weight: number, _options?: object): void {
    this.learnRow(row, this.labels.add(y as Label), weight)
  }

  /** What `predictOne` says, for a row. */
  answerRow(row: Row, _options?: object): Label | undefined {
    return this.labels.at(this.predictRow(row))
  }

  /** The most likely label; undefined while nothing is known. */
  predictOne(x: Features): Label | undefined {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row)
    } finally {
      this.forget()
    }
  }

  /** The probability of each label; empty while nothing is known. */
  predictProbaOne(x: Features): Map<Label, number> {
    const row = this.door.peek(x)
    try {
      return this.probabilities(row)
    } finally {
      this.forget()
    }
  }

  /** What `predictOne` and `predictProbaOne` say, at once. */
  judgeOne(x: Features): Verdict {
    return this.lookAt(x, (row) => this.judgeRow(row))
  }

  /** The same of a row. A learner whose answer is not by all means the likeliest is asked twice. */
  judgeRow(row: Row): Verdict {
    const { predictRow, answerRow, probabilities, labels } = this
    const base = Classifier.prototype
    const isPlain = predictRow === base.predictRow && answerRow === base.answerRow
    if (!isPlain || probabilities !== base.probabilities) {
      return { probabilities: this.probabilities(row), prediction: this.answerRow(row) }
    }
    const scores = this.scratch()
    if (!this.scoreRow(row, scores)) return { prediction: undefined, probabilities: new Map() }
    return { prediction: labels.at(this.best(scores)), probabilities: this.byLabel(scores) }
  }

  /** The probability of each label for a row. */
  probabilities(row: Row): Map<Label, number> {
    const scores = this.scratch()
    return this.scoreRow(row, scores) ? this.byLabel(scores) : new Map()
  }

  /** Scores as a user reads them. */
  protected byLabel(scores: Float64Array): Map<Label, number> {
    const result = new Map<Label, number>()
    const order = this.order()
    for (let i = 0; i < this.labels.candidates; i++) {
      const code = order ? order[i] : i
      result.set(this.labels.at(code) as Label, scores[code])
    }
    return result
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y: ArrayLike<Label>, options?: LearnManyOptions): void {
    const { codes, weights } = this.checkMany(frame, y, options?.w)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      if (codes[i] < 0) continue // weight 0
      const weight = weights ? weights[i] : 1
      if (codes[i] >= this.labels.size) this.meet(y[i])
      this.learnRow(rows.read(i), codes[i], weight)
    }
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Label>,
    options?: LearnManyOptions,
  ): (Label | undefined)[] {
    const { codes, weights } = this.checkMany(frame, y, options?.w)
    const rows = this.rowsToLearn(frame)
    const { labels } = this
    const predictions = new Array<Label | undefined>(frame.length)
    for (let i = 0; i < frame.length; i++) {
      const row = rows.read(i)
      const code = codes[i]
      const weight = weights ? weights[i] : 1
      if (code >= 0 && code < labels.size) {
        predictions[i] = labels.at(this.predictThenLearnRow(row, code, weight))
        continue
      }
      // A new label is no candidate before it is learned.
      predictions[i] = labels.at(this.predictRow(row))
      if (code >= 0) this.learnRow(row, this.meet(y[i]), weight)
    }
    return predictions
  }

  /** Gives a label its code before it is learned for the first time, if it is new. */
  protected meet(label: Label): number {
    return this.labels.add(label)
  }

  predictMany(frame: Frame): (Label | undefined)[] {
    const rows = this.rowsOf(frame)
    try {
      const predictions = new Array<Label | undefined>(frame.length)
      for (let i = 0; i < frame.length; i++) {
        predictions[i] = this.labels.at(this.predictRow(rows.read(i)))
      }
      return predictions
    } finally {
      this.forget()
    }
  }

  predictProbaMany(frame: Frame): Probabilities {
    const rows = this.rowsOf(frame)
    try {
      const width = this.labels.candidates
      const values = new Float64Array(frame.length * width)
      for (let i = 0; i < frame.length; i++) {
        const scores = this.scratch() // a learner writes only what it knows
        this.scoreRow(rows.read(i), scores)
        values.set(scores.subarray(0, width), i * width)
      }
      const labels = Array.from({ length: width }, (_, code) => this.labels.at(code) as Label)
      return { labels, values }
    } finally {
      this.forget()
    }
  }

  /** Room for one score per label, zeroed; used again and again. */
  protected scratch(): Float64Array {
    const size = this.labels.candidates
    if (size > this.scores.length) this.scores = growFloats(this.scores, size)
    for (let code = 0; code < size; code++) this.scores[code] = 0 // `fill` costs more for so few
    return this.scores
  }

  /** The first of the highest scores, in the order of ties. */
  protected best(scores: Float64Array): number {
    const order = this.order()
    let best = -1
    let highest = -Infinity
    for (let i = 0; i < this.labels.candidates; i++) {
      const code = order ? order[i] : i
      if (scores[code] > highest) {
        highest = scores[code]
        best = code
      }
    }
    return best
  }

  private checkMany(
    frame: Frame,
    y: ArrayLike<Label>,
    w: number | ArrayLike<number> | undefined,
  ): { codes: Int32Array; weights: ArrayLike<number> | undefined } {
    const { who } = this
    checkFrame(who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(who, `${frame.length} rows need as many labels`, y?.length)
    }
    const weights = checkWeights(who, frame.length, w)
    return { codes: this.labels.encode(who, y, weights), weights }
  }
}
