import { InvalidOptionError, type Rule, type Schema } from '@coelho/core'
import { SearchEngine } from './search-engine.js'
import { SWINN } from './swinn.js'

export interface KNNOptions {
  /** How many of the nearest events are asked. */
  readonly nNeighbors: number
  /** Keeps the events and finds the nearest; a new one like it does. Null: a SWINN. */
  readonly engine: SearchEngine | null
}

export const knnRules: { readonly nNeighbors: Rule; readonly engine: Rule } = {
  nNeighbors: { kind: 'integer', default: 5, atLeast: 1, atMost: 16_777_216 },
  engine: { kind: 'object', default: null, nullable: true },
}

/** An engine as the option asks for, that reads rows under a schema of its holder. */
export function engineOf(
  who: string,
  engine: SearchEngine | null,
  schema: Schema,
  other: (schema: Schema) => SearchEngine = (schema) => new SWINN({ schema }),
): SearchEngine {
  if (engine === null) return other(schema)
  if (engine instanceof SearchEngine) return engine.clone(schema)
  throw new InvalidOptionError(who, 'engine', 'must be a LazySearch, a SWINN (or null)', engine)
}
