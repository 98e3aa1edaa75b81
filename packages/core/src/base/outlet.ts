import type { Frame } from '../data/frame.js'
import type { FrameReader } from '../data/frame-reader.js'
import { ObjectWriter } from '../data/object-writer.js'
import { Row } from '../data/row.js'
import type { FeatureValue, Schema } from '../data/schema.js'

/** What turns rows into others. */
interface Transforming {
  readonly schema: Schema
  readonly outputSchema: Schema
  readonly keepsValues: boolean
  transformRow(row: Row, out: Row): void
}

/** Where what comes out of a transformer becomes an object or a frame; never part of its state. */
export class Outlet {
  private readonly step: Transforming
  private readonly out: Row = new Row()
  private readonly writer: ObjectWriter

  constructor(step: Transforming) {
    this.step = step
    this.writer = new ObjectWriter(step.outputSchema, step.keepsValues)
  }

  toObject(row: Row): Record<string, FeatureValue> {
    this.step.transformRow(row, this.out)
    return this.writer.write(this.out)
  }

  toFrame(frame: Frame, rows: FrameReader): Frame {
    const out = new Row()
    return frame.derive(this.step.outputSchema, (i) => {
      this.step.transformRow(rows.read(i), out)
      return out
    })
  }
}

/** Keeps the names of what comes out. */
export function commitOutput({ schema, outputSchema }: Transforming): void {
  if (outputSchema !== schema) outputSchema.commit()
}

/** Takes back the names of what comes out that were not kept. */
export function forgetOutput({ schema, outputSchema }: Transforming): void {
  if (outputSchema !== schema && outputSchema.provisional) outputSchema.rollback()
}
