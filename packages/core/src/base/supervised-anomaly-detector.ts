import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError, InvalidLabelError } from '../errors.js'
import { Estimator } from './estimator.js'
import type { Target } from './estimator-like.js'

/** A model that tells how unusual a target is: it implements `learnRow` and `scoreRowWith`. */
export abstract class SupervisedAnomalyDetector<
  Options extends object = object,
> extends Estimator<Options> {
  abstract learnRow(row: Row, y: number, weight: number): void

  /** The higher, the more unusual. */
  abstract scoreRowWith(row: Row, y: Target): number

  get kind(): 'anomaly detector' {
    return 'anomaly detector'
  }

  override checkTarget(y: unknown): void {
    if (Number.isFinite(y)) return
    throw new InvalidLabelError(this.who, 'must be a finite number', y)
  }

  /** Learns a row with a number that was checked. */
  learnRowWith(row: Row, y: Target, weight: number, _options?: object): void {
    this.learnRow(row, y as number, weight)
  }

  learnOne(x: Features, y: number): void {
    this.checkTarget(y)
    this.learnRow(this.rowToLearn(x), y, 1)
  }

  scoreOne(x: Features, y: number): number {
    this.checkTarget(y)
    const row = this.door.peek(x)
    try {
      return this.scoreRowWith(row, y)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y: ArrayLike<number>): void {
    this.checkTargets(frame, y)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) this.learnRow(rows.read(i), y[i], 1)
  }

  scoreMany(frame: Frame, y: ArrayLike<number>): Float64Array {
    this.checkTargets(frame, y)
    const rows = this.rowsOf(frame)
    try {
      const { length } = frame
      return Float64Array.from({ length }, (_, i) => this.scoreRowWith(rows.read(i), y[i]))
    } finally {
      this.forget()
    }
  }

  private checkTargets(frame: Frame, y: ArrayLike<number>): void {
    checkFrame(this.who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(this.who, `${frame.length} rows need as many targets`, y?.length)
    }
    for (let i = 0; i < y.length; i++) this.checkTarget(y[i])
  }
}
