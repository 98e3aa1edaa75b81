import type { Schema } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { shortName } from './class-name.js'
import type { EstimatorLike, Kind } from './estimator-like.js'

/** True for an estimator or a pipeline: told by what it can do. */
export function isEstimatorLike(value: unknown): value is EstimatorLike {
  if (typeof value !== 'object' || value === null) return false
  const { kind, learnRowWith } = value as Partial<EstimatorLike>
  return typeof kind === 'string' && typeof learnRowWith === 'function'
}

/** Throws unless an option is a model of one of these kinds: a learner, or a pipeline of one. */
export function requireKind(
  who: string,
  option: string,
  value: unknown,
  ...kinds: readonly [Kind, ...Kind[]]
): void {
  if (isEstimatorLike(value) && kinds.includes(value.kind)) return
  const names = kinds.map((kind) => (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`))
  const expected = `must be ${names.join(' or ')}, or a pipeline that ends with one`
  throw new InvalidOptionError(who, option, expected, value)
}

/**
 * The options of a model that hands its rows on to another, with that one's schema: both read
 * rows under it. A schema of its own would have no effect, and is refused.
 */
export function underSchemaOf<Given extends { readonly schema?: Schema }>(
  cls: { readonly id: string },
  given: Given,
  held: { readonly schema: Schema } | undefined,
): Given {
  const schema = held?.schema
  if (!schema || given.schema === schema) return given
  if (given.schema !== undefined) {
    const expected = 'must be given to the model it holds, whose schema it shares'
    throw new InvalidOptionError(shortName(cls), 'schema', expected)
  }
  return { ...given, schema }
}
