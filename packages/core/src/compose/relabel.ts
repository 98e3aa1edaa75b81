import { Link, type Rename } from '../data/link.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'

interface Relabelling {
  readonly who: string
  readonly schema: Schema
  readonly outputSchema: Schema
}

/** What leads from the features of a step to those that come out; values stay as they are. */
export class Relabel {
  private readonly step: Relabelling
  private readonly rename: Rename
  private readonly out: Row = new Row()
  private made: Link | undefined

  constructor(step: Relabelling, rename: Rename) {
    this.step = step
    this.rename = rename
  }

  /** Made when it is first needed: a step that is restored has another output schema. */
  get link(): Link {
    if (this.made) return this.made
    const { who, schema, outputSchema } = this.step
    this.made = new Link(who, schema, outputSchema, true, true, this.rename)
    return this.made
  }

  /**
   * The names that a row comes out with are to be kept: a step that never met them would add them,
   * and take them back, each time it transforms.
   */
  meet(row: Row): void {
    this.link.into(row, this.out)
  }
}
