const SMALLEST = 1e-15

/** A probability no nearer to 0 and 1 than 1e-15, so that its logarithm is finite. */
export function clampProbability(p: number): number {
  return Math.max(Math.min(p, 1 - SMALLEST), SMALLEST)
}
