import { InvalidOptionError, math } from '@coelho/core'

/**
 * How many features each model sees: a share above 0 and up to 1 (at least 2 of them), a count
 * above 2, the square root of their number and one more, or all but the square root and one
 * more (`'rmsqrt'`).
 */
export type SubspaceSize = number | 'sqrt' | 'rmsqrt'

/** Throws unless an option is a `SubspaceSize`. */
export function checkSubspaceSize(who: string, value: unknown): void {
  if (value === 'sqrt' || value === 'rmsqrt') return
  if (typeof value === 'number' && value > 0 && value <= 1) return
  if (Number.isSafeInteger(value) && (value as number) > 2) return
  const expected = 'must be "sqrt", "rmsqrt", a share up to 1 or a whole number above 2'
  throw new InvalidOptionError(who, 'subspaceSize', expected, value)
}

/** That number where there are so many features; 0: all of them. */
export function sizeOf(size: SubspaceSize, features: number): number {
  const wish = wished(size, features)
  if (wish >= features) return 0
  return wish === 1 && features > 2 ? 2 : wish
}

function wished(size: SubspaceSize, features: number): number {
  const root = Math.round(Math.sqrt(features))
  if (size === 'sqrt') return root + 1
  if (size === 'rmsqrt') return features - root + 1
  if (size > 1) return size
  const share = math.roundDecimals(features * size, 0)
  return share < 2 ? share + 1 : share
}

/** The first so many combinations of `size` of the items, in their order, again and again. */
export function combinations(items: Int32Array, size: number, count: number): Int32Array[] {
  const places = Int32Array.from({ length: size }, (_, k) => k)
  const found: Int32Array[] = []
  while (found.length < count) {
    found.push(places.map((place) => items[place]))
    let k = size - 1
    while (k >= 0 && places[k] === items.length - size + k) k--
    const first = k < 0 ? 0 : places[k] + 1 // past the last one it begins again
    for (let at = Math.max(k, 0); at < size; at++) places[at] = first + at - Math.max(k, 0)
  }
  return found
}
