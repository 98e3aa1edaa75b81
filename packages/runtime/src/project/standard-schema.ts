import { CoelhoError } from '@coelho/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'

/** What came out of looking at a value. */
export type Checked<Value> =
  | { readonly kind: 'valid'; readonly value: Value }
  | { readonly kind: 'wrong'; readonly reason: string }

/** At most so many of its issues are told of one event. */
const MOST_ISSUES = 3

/** A value as a schema of any library sees it; a schema that must wait cannot be used here. */
export function check<Value>(
  schema: StandardSchemaV1<unknown, Value>,
  value: unknown,
): Checked<Value> {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) {
    const expected = 'must answer at once: an asynchronous check cannot be used for events'
    throw new CoelhoError(`project: the schema ${expected}.`, { who: 'project', expected })
  }
  if (!result.issues) return { kind: 'valid', value: result.value }
  const told = result.issues.slice(0, MOST_ISSUES).map(tell)
  const more = result.issues.length - told.length
  return { kind: 'wrong', reason: told.join('; ') + (more > 0 ? `; and ${more} more` : '') }
}

/** `amount: expected a number`. */
function tell({ message, path = [] }: StandardSchemaV1.Issue): string {
  const names = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return names.length > 0 ? `${names.join('.')}: ${message}` : message
}
