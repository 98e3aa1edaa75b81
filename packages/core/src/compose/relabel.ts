import { Link, type Rename } from '../data/link.js'
import type { Schema } from '../data/schema.js'

interface Relabelling {
  readonly who: string
  readonly schema: Schema
  readonly outputSchema: Schema
}

/** What leads from the features of such a step to those that come out; values stay as they are. */
export function relabel(step: Relabelling, rename: Rename): Link {
  return new Link(step.who, step.schema, step.outputSchema, true, true, rename)
}
