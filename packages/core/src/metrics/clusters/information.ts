import { log } from '../../math/log.js'
import type { Counts } from '../counts/counts.js'

/** Information smaller than this is rounding. */
const EPSILON: number = Number.EPSILON

// All of these take the sum of the weights for the number of events: a weight of 2 is the same
// as two updates. River: divides weights by the number of updates.

/** How much truth and prediction tell of each other, in nats: a sum over the cells there are. */
export function mutualInformation(counts: Counts): number {
  const { cells, weight: total } = counts
  let sum = 0
  for (let cell = 0; cell < cells.size; cell++) {
    const w = cells.weights[cell]
    if (w === 0) continue
    const row = counts.trueWeight(cells.rows[cell])
    const term =
      (w / total) * (log(total * w) - log(row * counts.predictedWeight(cells.cols[cell])))
    if (Math.abs(term) >= EPSILON) sum += term
  }
  return sum
}

/** How evenly the weight is spread over the classes, in nats: exactly 0 over one. */
export function entropy(counts: Counts, of: 'truth' | 'prediction'): number {
  const total = counts.weight
  let sum = 0
  let classes = 0
  for (let code = 0; code < counts.size; code++) {
    const w = of === 'truth' ? counts.trueWeight(code) : counts.predictedWeight(code)
    if (w === 0) continue
    sum -= (w / total) * (log(w) - log(total))
    classes++
  }
  return classes > 1 ? sum : 0
}

/** How many classes there are. */
export function classesOf(counts: Counts, of: 'truth' | 'prediction'): number {
  let classes = 0
  for (let code = 0; code < counts.size; code++) {
    const w = of === 'truth' ? counts.trueWeight(code) : counts.predictedWeight(code)
    if (w > 0) classes++
  }
  return classes
}

/** The entropy that is left of one once the other is known. */
export function conditionalEntropy(counts: Counts, of: 'truth' | 'prediction'): number {
  const { cells, weight: total } = counts
  let sum = 0
  for (let cell = 0; cell < cells.size; cell++) {
    const w = cells.weights[cell]
    if (w === 0) continue
    const known =
      of === 'truth'
        ? counts.predictedWeight(cells.cols[cell])
        : counts.trueWeight(cells.rows[cell])
    if (w < known) sum -= (w / total) * log(w / known)
  }
  return sum
}

/** The share of one's entropy that the other explains; 1 where there is none. */
export function explained(counts: Counts, of: 'truth' | 'prediction'): number {
  const all = entropy(counts, of)
  return all > 0 ? 1 - conditionalEntropy(counts, of) / all : 1
}

/** How two entropies are brought to one. */
export type Averaging = 'min' | 'max' | 'geometric' | 'arithmetic'

export const AVERAGINGS: readonly Averaging[] = ['min', 'max', 'geometric', 'arithmetic']

export function average(how: Averaging, u: number, v: number): number {
  if (how === 'min') return Math.min(u, v)
  if (how === 'max') return Math.max(u, v)
  return how === 'geometric' ? Math.sqrt(u * v) : (u + v) / 2
}
