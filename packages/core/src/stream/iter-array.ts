import type { Label } from '../data/labels.js'
import type { Features, FeatureValue } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import { drawBelow, type SourceSeed, sourceOf } from '../random/seeded.js'
import { setOwn } from './row-shape.js'

const WHO = 'iterArray'

/** How arrays are read. */
export interface ArrayOptions {
  /** The names of the columns of `X`: 0, 1, 2, … unless told. */
  readonly featureNames?: readonly (string | number)[] | null
  /** The names of the columns of `y`, if it has several. */
  readonly targetNames?: readonly (string | number)[] | null
  /** Gives the rows in random order. */
  readonly shuffle?: boolean
  /** The seed of that order, or a generator. */
  readonly seed?: SourceSeed
}

/** Numbers, or anything a feature may be: an array, or a typed array. */
export type Values = ArrayLike<FeatureValue>
/** A target for each row, or a list of targets. */
export type Targets = ArrayLike<Label> | ArrayLike<ArrayLike<Label>>

/**
 * The rows of an array of arrays, with a target for each. A text in the place of a row stays as it
 * is, for models that read texts.
 *
 * Draws, with `shuffle`: as `sample` of all rows.
 *
 * @example
 * const X = [[5.1, 3.5], [4.9, 3]]
 * const options = { featureNames: ['length', 'width'] }
 * const [first] = stream.iterArray(X, ['a', 'b'], options)
 * first // => [{ length: 5.1, width: 3.5 }, 'a']
 */
export function iterArray<X = Features, Y = Label>(
  X: ArrayLike<Values | string>,
  y: Targets | null | undefined,
  options?: ArrayOptions,
): Generator<[X, Y], void, undefined>
export function iterArray<X = Features>(
  X: ArrayLike<Values | string>,
  options?: ArrayOptions,
): Generator<[X, undefined], void, undefined>
export function iterArray(
  X: ArrayLike<Values | string>,
  second?: Targets | ArrayOptions | null,
  third?: ArrayOptions,
): Generator<[never, never], void, undefined> {
  const targets = isList(second) ? second : null
  const given = third ?? (targets ? undefined : (second as ArrayOptions | null)) ?? undefined
  const options = resolveOptions<ArrayOptions>(WHO, given, {
    featureNames: { kind: 'any', default: null, nullable: true },
    targetNames: { kind: 'any', default: null, nullable: true },
    shuffle: { kind: 'boolean', default: false },
    seed: { kind: 'any', default: null, nullable: true },
  })
  if (!isList(X)) throw new InvalidInputError(WHO, 'X must be an array of rows', X)
  if (targets && targets.length !== X.length) {
    const expected = `y must have as many elements as X (${X.length})`
    throw new InvalidInputError(WHO, expected, targets.length)
  }
  return rowsOf(X, targets, options, orderOf(X.length, options)) as never
}

function* rowsOf(
  X: ArrayLike<Values | string>,
  y: Targets | null,
  options: ArrayOptions,
  order: readonly number[] | undefined,
): Generator<[unknown, unknown], void, undefined> {
  if (X.length === 0) return
  const names = options.featureNames ?? numbers(widthOf(X[0]))
  const several = y !== null && isList(y[0])
  const outputs = several ? (options.targetNames ?? numbers(widthOf(y[0]))) : []
  for (let i = 0; i < X.length; i++) {
    const at = order ? order[i] : i
    const row = X[at]
    const x = typeof row === 'string' ? row : record(`row ${at}`, row, names)
    if (y === null) yield [x, undefined]
    else yield [x, several ? record(`target ${at}`, y[at] as ArrayLike<Label>, outputs) : y[at]]
  }
}

/** The order of the rows, drawn as `Random.sample` draws it; `undefined`: as they are. */
function orderOf(count: number, { shuffle, seed }: ArrayOptions): number[] | undefined {
  const source = sourceOf(WHO, seed ?? null)
  if (!shuffle) return undefined
  const pool = numbers(count)
  const order: number[] = []
  for (let left = count; left > 0; left--) {
    const at = drawBelow(WHO, source, left)
    order.push(pool[at])
    pool[at] = pool[left - 1]
  }
  return order
}

function record(
  what: string,
  values: ArrayLike<unknown>,
  names: readonly (string | number)[],
): Record<string, unknown> {
  // River: leaves out what has no name, and names that have no value
  if (!isList(values) || values.length !== names.length) {
    const expected = `${what} must be an array of ${names.length} values`
    throw new InvalidInputError(WHO, expected, isList(values) ? values.length : values)
  }
  const result: Record<string, unknown> = {}
  for (let i = 0; i < names.length; i++) setOwn(result, String(names[i]), values[i])
  return result
}

function isList(value: unknown): value is ArrayLike<never> {
  return (
    typeof value === 'object' && value !== null && Number.isInteger(Reflect.get(value, 'length'))
  )
}

function widthOf(row: unknown): number {
  return isList(row) ? row.length : 0
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
