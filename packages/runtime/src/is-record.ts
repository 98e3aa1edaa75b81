/**
 * Whether something is an object with fields: no list, and not null.
 *
 * @example
 * isRecord({ a: 1 }) // => true
 * isRecord([1]) // => false
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
