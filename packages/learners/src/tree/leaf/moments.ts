/**
 * Weight, mean and spread (the sum of squared distances from the mean) of target values: three
 * numbers in a row, at any place of an array. The sums are taken in River's order.
 */
export const MOMENTS = 3

/** Takes in one target. */
export function addValue(into: Float64Array, at: number, y: number, weight: number): void {
  const n = into[at] + weight
  const before = into[at + 1]
  const after = before + (weight / n) * (y - before)
  into[at] = n
  into[at + 1] = after
  into[at + 2] += weight * (y - before) * (y - after)
}

/** Takes in a target for each output; NaN where there is none. */
export function addValues(
  into: Float64Array,
  at: number,
  ys: Float64Array,
  targets: number,
  weight: number,
): void {
  for (let t = 0; t < targets; t++) {
    const y = ys[t]
    if (y === y) addValue(into, at + t * MOMENTS, y, weight)
  }
}

/** Takes out what others have seen, for as many targets as `size` has room for. */
export function subtractAll(
  into: Float64Array,
  other: Float64Array,
  from: number,
  size: number,
): void {
  for (let k = 0; k < size; k += MOMENTS)
    if (other[from + k] > 0) subtract(into, k, other, from + k)
}

/** Takes in what others have seen, for as many targets as `size` has room for. */
export function mergeAll(
  into: Float64Array,
  other: Float64Array,
  from: number,
  size: number,
): void {
  for (let k = 0; k < size; k += MOMENTS) {
    if (into[k] + other[from + k] > 0) merge(into, k, other, from + k)
  }
}

/** Takes in all that others have seen. */
export function merge(into: Float64Array, at: number, other: Float64Array, from: number): void {
  const n = into[at]
  const more = other[from]
  const apart = into[at + 1] - other[from + 1]
  const between = (apart * apart * n * more) / (n + more)
  into[at] = n + more
  into[at + 1] = (n * into[at + 1] + more * other[from + 1]) / (n + more)
  into[at + 2] = into[at + 2] + other[from + 2] + between
}

/** Takes out what others have seen. */
export function subtract(into: Float64Array, at: number, other: Float64Array, from: number): void {
  const n = into[at]
  const less = other[from]
  const left = n - less > 0 ? n - less : 0
  const mean = left > 0 ? (n * into[at + 1] - less * other[from + 1]) / left : 0
  const apart = mean - other[from + 1]
  into[at] = left
  into[at + 1] = mean
  into[at + 2] = into[at + 2] - other[from + 2] - (apart * apart * left * less) / (left + less)
}

/** The variance of a sample; 0 while there are too few. */
export function variance(of: Float64Array, at: number): number {
  return of[at] > 1 ? of[at + 2] / (of[at] - 1) : 0
}
