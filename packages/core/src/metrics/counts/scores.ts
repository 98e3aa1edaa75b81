import type { Counts } from './counts.js'

/**
 * How well one class is told from the others: from the weights that were rightly taken for it,
 * that were of it, and that were taken for it.
 */
export type Score = (right: number, ofClass: number, predicted: number) => number

/** 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

export function precision(right: number, _: number, predicted: number): number {
  return ratio(right, predicted)
}

export function recall(right: number, ofClass: number): number {
  return ratio(right, ofClass)
}

export function jaccard(right: number, ofClass: number, predicted: number): number {
  return ratio(right, ofClass + predicted - right)
}

/** The harmonic mean of precision and recall, in which recall counts beta times as much. */
export function fBeta(p: number, r: number, beta: number): number {
  const b2 = beta * beta
  return ratio((1 + b2) * p * r, b2 * p + r)
}

/** The score of one class against the rest. */
export function scoreOf(counts: Counts, code: number, score: Score): number {
  return score(counts.rightOf(code), counts.trueWeight(code), counts.predictedWeight(code))
}

/** The plain mean of a score over the classes. */
export function macro(counts: Counts, score: Score): number {
  let sum = 0
  let classes = 0
  for (let code = 0; code < counts.size; code++) {
    if (!counts.isPresent(code)) continue
    sum += scoreOf(counts, code, score)
    classes++
  }
  return ratio(sum, classes)
}

/** The mean of a score over the events: each class counts by its weight. */
export function weighted(counts: Counts, score: Score): number {
  let sum = 0
  for (let code = 0; code < counts.size; code++) {
    const weight = counts.trueWeight(code)
    if (weight > 0) sum += weight * scoreOf(counts, code, score)
  }
  return ratio(sum, counts.weight)
}
