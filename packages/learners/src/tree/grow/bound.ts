/**
 * The Hoeffding bound: with probability 1 - delta the mean of n observations, each within
 * `range`, is nearer to the true mean than this.
 */
export function hoeffdingBound(range: number, delta: number, n: number): number {
  return Math.sqrt((range * range * Math.log(1 / delta)) / (2 * n))
}
