import { type Row, type Schema, SnapshotError } from '@coelho/core'

/** The sum of weights times values; a feature beyond the weights counts 0. */
export function weightedSum(weights: Float64Array, row: Row): number {
  if (row.unsorted) return sumAsTheyCame(weights, row)
  const { anyOrder: indices, values } = row // here it is ascending
  let { count } = row
  while (count > 0 && indices[count - 1] >= weights.length) count-- // indices ascend
  let sum = 0
  if (count > 0 && indices[count - 1] === count - 1) {
    for (let i = 0; i < count; i++) sum += weights[i] * values[i] // none is absent
  } else for (let k = 0; k < count; k++) sum += weights[indices[k]] * values[indices[k]]
  return sum
}

/** The same for the values from `at` on, which are those of `indices`; all have weights. */
export function packedSum(
  weights: Float64Array,
  indices: Int32Array,
  count: number,
  values: Float64Array,
  at: number,
): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += weights[indices[k]] * values[at + k]
  return sum
}

/** The same for a sparse row whose features nobody has put in order. */
function sumAsTheyCame(weights: Float64Array, row: Row): number {
  const { anyOrder, values, count } = row
  const known = weights.length
  let sum = 0
  for (let k = 0; k < count; k++) {
    const feature = anyOrder[k]
    if (feature < known) sum += weights[feature] * values[feature]
  }
  return sum
}

/** The weights by feature name. */
export function byName(schema: Schema, weights: Float64Array): Map<string, number> {
  return new Map(schema.names().map((name, feature) => [name, weights[feature] ?? 0]))
}

/** The sum of the squares of an event's values. */
export function squaredNorm(row: Row): number {
  const { indices, values, count } = row
  let sum = 0
  for (let k = 0; k < count; k++) sum += values[indices[k]] * values[indices[k]]
  return sum
}

/** Throws unless a count is a whole number from `least` on. */
export function checkCount(who: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return
  throw new SnapshotError(`${who} must have counted to a whole number of at least ${least}`, count)
}
