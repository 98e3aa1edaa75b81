import type { Frame } from '../data/frame.js'
import { ObjectWriter } from '../data/object-writer.js'
import { Row } from '../data/row.js'
import type { Features, Schema } from '../data/schema.js'
import { Estimator } from './estimator.js'

/**
 * A step that turns events into other events. A transformer implements `learnRow` and
 * `transformRow`; where its features are not those it was given it has an `outputSchema`.
 */
export abstract class Transformer<Options extends object = object> extends Estimator<Options> {
  private out: Row | undefined
  private writer: ObjectWriter | undefined

  /** The names of what comes out. */
  get outputSchema(): Schema {
    return this.schema
  }

  abstract learnRow(row: Row, weight: number): void

  /** Writes the transformed row; `out` is never `row` itself. */
  abstract transformRow(row: Row, out: Row): void

  learnOne(x: Features): void {
    this.learnRow(this.door.read(x), 1)
  }

  transformOne(x: Features): Record<string, number | string> {
    const row = this.door.peek(x)
    try {
      return this.transformToObject(row)
    } finally {
      this.forget()
    }
  }

  /** A row becomes a transformed object. */
  transformToObject(row: Row): Record<string, number | string> {
    this.out ??= new Row()
    this.transformRow(row, this.out)
    this.writer ??= new ObjectWriter(this.outputSchema)
    return this.writer.write(this.out)
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame): void {
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) this.learnRow(rows.read(i), 1)
  }

  /** Transforms each row of a frame. */
  transformMany(frame: Frame): Frame {
    const rows = this.rowsOf(frame)
    try {
      const out = new Row()
      return frame.derive(this.outputSchema, (i) => {
        this.transformRow(rows.read(i), out)
        return out
      })
    } finally {
      this.forget()
    }
  }
}
