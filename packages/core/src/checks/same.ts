/** Two answers alike to the last bit; in which order an object or a Map lists them is left out. */
export function same(a: unknown, b: unknown): boolean {
  return alike(a, b, Object.is)
}

/** The same up to rounding. */
export function close(a: unknown, b: unknown): boolean {
  return alike(a, b, nearly)
}

type Compare = (a: unknown, b: unknown) => boolean

function nearly(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return Object.is(a, b)
  return a === b || Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(a), Math.abs(b))
}

function alike(a: unknown, b: unknown, compare: Compare): boolean {
  if (!isObject(a) || !isObject(b)) return compare(a, b)
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (a instanceof Map) return alikeMaps(a, b as Map<unknown, unknown>, compare)
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime())
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    return alikeLists(a as unknown as ArrayLike<unknown>, b as ArrayLike<unknown>, compare)
  }
  const [one, two] = [Object.entries(a), b as Record<string, unknown>]
  if (one.length !== Object.keys(b).length) return false
  return one.every(([name, item]) => Object.hasOwn(b, name) && alike(item, two[name], compare))
}

function alikeMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, compare: Compare): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([key, item]) => b.has(key) && alike(item, b.get(key), compare))
}

function alikeLists(a: ArrayLike<unknown>, b: ArrayLike<unknown>, compare: Compare): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!alike(a[i], b[i], compare)) return false
  return true
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** A copy of an argument, as deep as it goes. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T
  if (value instanceof Map)
    return new Map([...value].map((entry) => entry.map(copyOf) as never)) as T
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyOf(item)])) as T
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** True for what an object literal makes. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
}
