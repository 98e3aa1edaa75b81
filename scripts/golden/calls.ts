import { camelCase } from './names.js'

/** Python's special methods, and the methods that stand for them. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  __call__: ['call'],
  __getitem__: ['get', 'at'],
  __contains__: ['has', 'contains', 'includes'],
  __str__: ['toString'],
  __add__: ['add'],
  __sub__: ['sub'],
  __mul__: ['mul'],
  __truediv__: ['div'],
  __pow__: ['pow'],
  __matmul__: ['matmul'],
  __neg__: ['neg'],
  __abs__: ['abs'],
}

type Callable = (...args: unknown[]) => unknown

/** Calls a method by its Python name. */
export function callMethod(target: unknown, method: string, args: readonly unknown[]): unknown {
  if (method === '__len__') return sizeOf(target)
  if (method === '__iter__') return [...(target as Iterable<unknown>)]
  if (method === '__call__' && typeof target === 'function') return target(...args)
  return Object(target)[methodName(target, method)](...args)
}

/** What a method is called here that has this name in Python. */
export function methodName(target: unknown, method: string): string {
  const names = METHODS[method] ?? [camelCase(method)]
  const found = names.find((name) => typeof Object(target)[name] === 'function')
  if (found === undefined) throw new Error(`there is no method ${names.join(' or ')}`)
  return found
}

/** Follows a path such as `models.0.n_nodes`; methods on the way are called. */
export function propertyOf(target: unknown, path: string): unknown {
  return path.split('.').reduce(step, target)
}

function step(owner: unknown, part: string): unknown {
  if (part === '__len__') return sizeOf(owner)
  if (part === '__str__') return String(owner)
  if (owner instanceof Map && owner.has(part)) return owner.get(part)
  if (/^\d+$/.test(part)) return elementOf(owner, Number(part))
  const name = camelCase(part)
  const value = Object(owner)[name in Object(owner) ? name : part] as unknown
  if (value === undefined && !(name in Object(owner)))
    throw new Error(`there is no property ${name}`)
  return isMethod(value) ? value.call(owner) : value
}

function elementOf(owner: unknown, index: number): unknown {
  const list = owner as ArrayLike<unknown> & Iterable<unknown>
  return list[index] ?? [...list][index]
}

function isMethod(value: unknown): value is Callable {
  return typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value))
}

function sizeOf(target: unknown): number {
  const { length, size } = Object(target) as { length?: unknown; size?: unknown }
  const found = [length, size].find((value) => typeof value === 'number')
  if (typeof found === 'number') return found
  throw new Error('there is neither a length nor a size')
}
