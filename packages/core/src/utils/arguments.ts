/** An object whose methods are known by name only. */
export type Loose = Record<string, (...args: unknown[]) => unknown>

/** Calls a method with as many arguments as are given. */
export function callWith(
  target: Loose,
  method: string,
  a: unknown,
  b: unknown,
  c: unknown,
  d: unknown,
  e: unknown,
  f: unknown,
): void {
  if (f !== undefined) target[method](a, b, c, d, e, f)
  else if (e !== undefined) target[method](a, b, c, d, e)
  else if (d !== undefined) target[method](a, b, c, d)
  else if (c !== undefined) target[method](a, b, c)
  else if (b !== undefined) target[method](a, b)
  else if (a !== undefined) target[method](a)
  else target[method]()
}

/** Whether it is `{ w }` with a number and nothing else. */
export function isWeight(value: unknown): value is { readonly w: number } {
  if (!isPlainObject(value) || !Number.isFinite(value['w'])) return false
  for (const name in value) if (name !== 'w') return false
  return true
}

/** A copy: what its owner does with it later must not change what is taken back. */
export function ownCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(ownCopy)
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, ownCopy(item)]))
  if (ArrayBuffer.isView(value) && 'slice' in value) return (value as Float64Array).slice()
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, ownCopy(item)]))
}

/** Whether there is nothing in it that is refused everywhere, or is refused sometimes. */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isPlainValue(value)
  if (value instanceof Map) {
    for (const item of value.values()) if (!isPlainValue(item)) return false
    return true
  }
  if (!isPlainObject(value)) return false
  for (const name in value) if (!isPlainValue(value[name])) return false
  return true
}

function isPlainValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const parent = Object.getPrototypeOf(value)
  return parent === Object.prototype || parent === null
}
