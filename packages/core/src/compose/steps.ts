import type { EstimatorLike, TransformerLike } from '../base/estimator-like.js'
import { isEstimatorLike } from '../base/models.js'
import { CoelhoError, InvalidOptionError, SnapshotError } from '../errors.js'
import { FuncTransformer } from './func-transformer.js'

/** A step with its name; the name is made from it where none is given. */
export interface Named<Model extends EstimatorLike = EstimatorLike> {
  readonly name: string
  readonly step: Model
}

interface EstimatorClassLike {
  new (): unknown
  readonly id: string
}

/** True if a snapshot or a clone is being built: then the steps follow. */
export function isBuild(given: readonly unknown[]): boolean {
  const first = given.length === 1 ? given[0] : undefined
  if (typeof first !== 'object' || first === null) return false
  return Object.getPrototypeOf(first) === Object.prototype && 'schema' in first
}

/** `[name, step]`, as against a list of steps. */
export function isNamed(given: unknown): given is readonly [string, unknown] {
  return Array.isArray(given) && given.length === 2 && typeof given[0] === 'string'
}

/** The name and the estimator that a step stands for; undefined for what is none. */
export function toNamed(
  given: unknown,
  unite: ((list: readonly unknown[]) => TransformerLike) | undefined,
): { name: string; step: EstimatorLike | undefined } {
  if (isNamed(given)) return { name: given[0], step: toNamed(given[1], unite).step }
  if (unite && Array.isArray(given) && given.length > 0 && given.every(isTransformerGiven)) {
    const step = unite(given)
    return { name: step.who, step }
  }
  if (isClass(given)) return toNamed(new given(), unite)
  const step = typeof given === 'function' ? new FuncTransformer({ func: given as never }) : given
  if (!isEstimatorLike(step)) return { name: '', step: undefined }
  return { name: step instanceof FuncTransformer ? step.name : step.who, step }
}

function isTransformerGiven(given: unknown): boolean {
  if (isNamed(given)) return isTransformerGiven(given[1])
  return typeof given === 'function' || (isEstimatorLike(given) && given.kind === 'transformer')
}

/** The next step of a pipeline, checked. */
export function stepOf(
  given: unknown,
  unite: (list: readonly unknown[]) => TransformerLike,
  list: readonly EstimatorLike[],
): Named {
  const refuse = (expected: string, received: unknown) =>
    new InvalidOptionError('Pipeline', 'steps', expected, received)
  const { name, step } = toNamed(given, unite)
  if (!step) {
    const isPair = Array.isArray(given) && given.length === 2 && isEstimatorLike(given[1])
    if (isPair) throw refuse('must have strings as their names', given[0])
    throw refuse('must be transformers and one model', given)
  }
  const before = list.at(-1)
  if (before && before.kind !== 'transformer' && before.kind !== 'anomaly filter') {
    throw refuse(`must end with the model ${before.who}`, step)
  }
  checkOnce('Pipeline', 'steps', step, list)
  return { name, step }
}

/** The next part of a union, checked. */
export function partOf(
  given: unknown,
  who: string,
  list: readonly EstimatorLike[],
): { name: string; step: TransformerLike } {
  const { name, step } = toNamed(given, undefined)
  if (step?.kind !== 'transformer') {
    const expected = 'must be transformers, pipelines of transformers or functions'
    throw new InvalidOptionError(who, 'transformers', expected, given)
  }
  checkOnce(who, 'transformers', step, list)
  return { name, step: step as TransformerLike }
}

/** A name that is not taken: River counts from 1. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name
  for (let n = 1; taken.includes(free); n++) free = `${name}${n}`
  return free
}

/** A step learns in one place: given twice, it would learn each event twice. */
export function checkOnce(
  who: string,
  option: string,
  step: object,
  list: readonly object[],
): void {
  if (!list.includes(step)) return
  throw new InvalidOptionError(who, option, 'must be different objects: clone() makes one', step)
}

/** Steps that were loaded, with their names, to be checked as those that are given. */
export function takeOut<Step>(
  names: string[],
  list: Step[],
  expected: string,
): (readonly [string, Step])[] {
  const valid = names.length === list.length && names.every((name) => typeof name === 'string')
  if (!valid) throw new SnapshotError(expected)
  const steps = list.splice(0).map((step, i) => [names[i], step] as const)
  names.length = 0
  return steps
}

function isClass(given: unknown): given is EstimatorClassLike {
  if (typeof given !== 'function') return false
  const { id, prototype } = given as { id?: unknown; prototype?: object }
  return typeof id === 'string' && typeof prototype === 'object' && 'learnRowWith' in prototype
}

/** A pipeline was asked to predict that ends with a transformer. */
export function noModel(): CoelhoError {
  const expected = 'its last step must be a model'
  return new CoelhoError(`Pipeline: to predict, ${expected}.`, { who: 'Pipeline', expected })
}
