/**
 * Whether something can have been counted.
 *
 * @example
 * isCount(3) // => true
 * isCount(-1) // => false
 */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
