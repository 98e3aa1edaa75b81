import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError, InvalidLabelError } from '../errors.js'
import { Estimator } from './estimator.js'
import type { Target } from './estimator-like.js'
import { checkWeight, checkWeights, type LearnManyOptions, type LearnOptions } from './weights.js'

/**
 * A model that tells a number. A learner implements `learnRow` and `predictRow`; events as
 * objects, frames and refusals are dealt with here.
 */
export abstract class Regressor<Options extends object = object> extends Estimator<Options> {
  abstract learnRow(row: Row, y: number, weight: number): void

  /** River: 0 while nothing is known. */
  abstract predictRow(row: Row): number

  /** Predicts, then learns: learners that can do both in one go override it. */
  predictThenLearnRow(row: Row, y: number, weight: number): number {
    const predicted = this.predictRow(row)
    this.learnRow(row, y, weight)
    return predicted
  }

  get kind(): 'regressor' {
    return 'regressor'
  }

  learnOne(x: Features, y: number, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnRow(row, y, weight)
  }

  override checkTarget(y: unknown): void {
    if (Number.isFinite(y)) return
    throw new InvalidLabelError(this.who, 'must be a finite number', y)
  }

  /** Learns a row with a number that was checked. */
  learnRowWith(row: Row, y: Target, weight: number, _options?: object): void {
    this.learnRow(row, y as number, weight)
  }

  /** What `predictOne` says, for a row. */
  answerRow(row: Row, _options?: object): unknown {
    return this.predictRow(row)
  }

  predictOne(x: Features): number {
    const row = this.door.peek(x)
    try {
      return this.predictRow(row)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y: ArrayLike<number>, options?: LearnManyOptions): void {
    const weights = this.checkMany(frame, y, options)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnRow(rows.read(i), y[i], weight)
    }
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<number>,
    options?: LearnManyOptions,
  ): Float64Array {
    const weights = this.checkMany(frame, y, options)
    const rows = this.rowsToLearn(frame)
    const predictions = new Float64Array(frame.length)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      const row = rows.read(i)
      predictions[i] =
        weight > 0 ? this.predictThenLearnRow(row, y[i], weight) : this.predictRow(row)
    }
    return predictions
  }

  predictMany(frame: Frame): Float64Array {
    const rows = this.rowsOf(frame)
    try {
      const predictions = new Float64Array(frame.length)
      for (let i = 0; i < frame.length; i++) predictions[i] = this.predictRow(rows.read(i))
      return predictions
    } finally {
      this.forget()
    }
  }

  private checkMany(
    frame: Frame,
    y: ArrayLike<number>,
    options: LearnManyOptions | undefined,
  ): ArrayLike<number> | undefined {
    checkFrame(this.who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(this.who, `${frame.length} rows need as many numbers`, y?.length)
    }
    for (let i = 0; i < y.length; i++) this.checkTarget(y[i])
    return checkWeights(this.who, frame.length, options?.w)
  }
}
