import { InvalidInputError, InvalidOptionError } from '../errors.js'

/** What a window can be held over: what an update did, `revert` takes back. */
export interface Rollable {
  update(...args: never[]): void
  revert(...args: never[]): void
}

/** A class of such objects. */
export type RollableClass<T> = new (...options: never[]) => T

/** What a method of that name answers; never, if there is none. */
export type Answer<T, Name extends PropertyKey> = T extends {
  [Method in Name]: (...args: never[]) => infer Result
}
  ? Result
  : never

type Loose = Record<string, (...args: readonly unknown[]) => unknown>
type LooseClass = new (...options: unknown[]) => object

/** The object a window is held over: as it is given, or built from its class and options. */
export function heldObject<T>(who: string, cls: unknown, obj: unknown, rest: object): T {
  if (obj !== undefined) {
    if (isRollable(obj)) return obj as T
    throw new InvalidOptionError(who, 'obj', 'must have update and revert', obj)
  }
  if (typeof cls !== 'function') {
    throw new InvalidOptionError(who, 'cls', 'must be a class with update and revert', cls)
  }
  const built = new (cls as LooseClass)(...(Object.keys(rest).length > 0 ? [rest] : []))
  if (isRollable(built)) return built as T
  throw new InvalidOptionError(who, 'cls', 'must be a class with update and revert', cls)
}

/** Another object like it that has seen nothing. */
export function freshLike<T>(obj: T): T {
  const { clone, options } = obj as { clone?: () => T; options?: object }
  if (typeof clone === 'function') return clone.call(obj)
  return new ((obj as object).constructor as LooseClass)(...(options ? [options] : [])) as T
}

export function invoke(who: string, obj: unknown, name: string, args: readonly unknown[]): unknown {
  const method = (obj as Loose)[name]
  if (typeof method === 'function') return method.apply(obj, args as unknown[])
  throw new InvalidInputError(who, `must be held over something that has ${name}`, obj)
}

/** A copy: what their owner does with them later must not change what is taken back. */
export function ownArguments(args: readonly unknown[]): unknown[] {
  return args.map(own)
}

/** Whether there is nothing in them that is refused everywhere, or is refused sometimes. */
export function arePlain(args: readonly unknown[]): boolean {
  return args.every((arg) =>
    isObject(arg) ? Object.values(arg).every(isPlain) && !(arg instanceof Map) : isPlain(arg),
  )
}

function own(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(own)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, own(item)]))
  if (isObject(value) && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, own(item)]))
  }
  return value
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function isRollable(value: unknown): boolean {
  const { update, revert } = Object(value) as { update?: unknown; revert?: unknown }
  return typeof update === 'function' && typeof revert === 'function'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
