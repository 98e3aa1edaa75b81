import { Link, type Rename } from '../data/link.js'
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
}
