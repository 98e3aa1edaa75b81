import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'
import { InvalidInputError, InvalidLabelError } from '../errors.js'
import { Estimator } from './estimator.js'
import { commitOutput, forgetOutput, Outlet } from './outlet.js'
import { checkWeight, checkWeights, type LearnManyOptions, type LearnOptions } from './weights.js'

/**
 * A transformer that learns from events and their targets. It implements `learnRowWith` and
 * `transformRow`; a pipeline hands it the target.
 */
export abstract class SupervisedTransformer<
  Options extends object = object,
> extends Estimator<Options> {
  private outlet: Outlet | undefined

  get kind(): 'transformer' {
    return 'transformer'
  }

  /** The names of what comes out. */
  get outputSchema(): Schema {
    return this.schema
  }

  /** True if what comes out under a name is what went in: a boolean is then still one. */
  get keepsValues(): boolean {
    return this.outputSchema !== this.schema
  }

  get learns(): boolean {
    return true
  }

  /** True if a row that was just transformed shows the features of any row with its stamp. */
  foretells(row: Row, out: Row): boolean {
    return row.stamp !== 0 && out.stamp === row.stamp
  }

  /** Either throws before its first write, or does all; `y` is the target as it was given. */
  abstract learnRowWith(row: Row, y: Label, weight: number, options?: object): void

  /** Writes the transformed row; `out` is never `row` itself. */
  abstract transformRow(row: Row, out: Row): void

  override checkTarget(y: unknown): void {
    if (typeof y === 'string' || typeof y === 'boolean' || Number.isFinite(y)) return
    throw new InvalidLabelError(this.who, 'must be a string, a finite number or a boolean', y)
  }

  learnOne(x: Features, y?: Label, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.door.peek(x)
    try {
      this.admitRow(row)
      if (weight > 0) this.learnRowWith(row, y as Label, weight, options)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y?: ArrayLike<Label>, options?: LearnManyOptions): void {
    checkFrame(this.who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(this.who, `${frame.length} rows need as many targets`, y?.length)
    }
    for (let i = 0; i < y.length; i++) this.checkTarget(y[i])
    const weights = checkWeights(this.who, frame.length, options?.w)
    const rows = this.rowsToLearn(frame)
    try {
      for (let i = 0; i < frame.length; i++) {
        const weight = weights ? weights[i] : 1
        if (weight > 0) this.learnRowWith(rows.read(i), y[i], weight)
        this.commit()
      }
    } catch (error) {
      this.forget()
      throw error
    }
  }

  transformOne(x: Features): Record<string, FeatureValue> {
    const row = this.door.peek(x)
    try {
      return this.transformToObject(row)
    } finally {
      this.forget()
    }
  }

  /** A row becomes a transformed object. */
  transformToObject(row: Row): Record<string, FeatureValue> {
    this.outlet ??= new Outlet(this)
    return this.outlet.toObject(row)
  }

  /** Transforms each row of a frame. */
  transformMany(frame: Frame): Frame {
    const rows = this.rowsOf(frame)
    try {
      return new Outlet(this).toFrame(frame, rows)
    } finally {
      this.forget()
    }
  }

  override commit(): void {
    super.commit()
    commitOutput(this)
  }

  override forget(): void {
    super.forget()
    forgetOutput(this)
  }
}
