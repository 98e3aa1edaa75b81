import type { Frame } from '../data/frame.js'
import type { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'
import { Estimator } from './estimator.js'
import type { Target } from './estimator-like.js'
import { commitOutput, forgetOutput, Outlet } from './outlet.js'

/**
 * A step that turns events into other events. A transformer implements `learnRow` and
 * `transformRow`; where its features are not those it was given it has an `outputSchema`.
 */
export abstract class Transformer<Options extends object = object> extends Estimator<Options> {
  private outlet: Outlet | undefined

  /** The names of what comes out. */
  get outputSchema(): Schema {
    return this.schema
  }

  /** Either throws before its first write, or does all; a new name of what comes out is kept. */
  abstract learnRow(row: Row, weight: number): void

  /** Writes the transformed row; `out` is never `row` itself. */
  abstract transformRow(row: Row, out: Row): void

  get kind(): 'transformer' {
    return 'transformer'
  }

  override get supervised(): boolean {
    return false
  }

  /** False if it has nothing to learn: then it may transform a row before others have learned. */
  get learns(): boolean {
    return true
  }

  /** True if what comes out under a name is what went in: a boolean is then still one. */
  get keepsValues(): boolean {
    return this.outputSchema !== this.schema
  }

  /**
   * True if a row that was just transformed shows which features come out of any row with its
   * stamp: they depend on those that go in alone, never on values.
   */
  foretells(row: Row, out: Row): boolean {
    return row.stamp !== 0 && out.stamp === row.stamp
  }

  /** Learns a row; one that learns from targets is a `SupervisedTransformer`. */
  learnRowWith(row: Row, _y: Target, weight: number, _options?: object): void {
    this.learnRow(row, weight)
  }

  learnOne(x: Features): void {
    const row = this.door.peek(x)
    try {
      this.admitRow(row)
      this.learnRow(row, 1)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
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

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame): void {
    const rows = this.rowsToLearn(frame)
    try {
      for (let i = 0; i < frame.length; i++) {
        this.learnRow(rows.read(i), 1)
        this.commit()
      }
    } catch (error) {
      this.forget()
      throw error
    }
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
