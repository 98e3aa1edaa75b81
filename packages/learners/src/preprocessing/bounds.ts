import { InvalidOptionError, type Rule, type Schema } from '@coelho/core'

/** What is allowed for `maxCategories` and `maxFeatures`; null: no bound but the schema's. */
export const BOUND: Rule = {
  kind: 'integer',
  default: null,
  nullable: true,
  atLeast: 1,
  atMost: 16_777_216,
}

/**
 * The schema tells no more categories of a feature apart than an encoder keeps: others are
 * neither kept nor refused.
 */
export function boundCategories(
  who: string,
  schema: Schema,
  most: number | null,
  given: unknown = null,
): void {
  if (most === null) return
  if (given !== null) {
    const expected = 'has no effect where the categories are given'
    throw new InvalidOptionError(who, 'maxCategories', expected, most)
  }
  checkBound(who, schema, 'maxCategories', most)
  schema.tellApart(most)
}

/** Throws if there are to be more features than the schema has room for. */
export function checkBound(
  who: string,
  schema: Schema,
  option: 'maxCategories' | 'maxFeatures',
  most: number | null,
): void {
  const room = schema.options[option]
  if (most === null || most <= room) return
  const expected = `must be at most the schema's ${option} = ${room} (give it a schema with more)`
  throw new InvalidOptionError(who, option, expected, most)
}
