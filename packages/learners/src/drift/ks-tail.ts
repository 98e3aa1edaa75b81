/**
 * How likely two samples of `n` numbers each of one distribution have distributions that lie
 * `steps / n` apart or more, exactly (two-sided Kolmogorov-Smirnov test): the share of the paths
 * of n steps up and n down that come so far from their beginning.
 *
 * It is 2 (C(2n, n - h) - C(2n, n - 2h) + C(2n, n - 3h) - …) / C(2n, n) for h steps. Each term is
 * divided by the one before it, and they are summed from the last: nothing cancels.
 */
export function kolmogorovTail(n: number, steps: number): number {
  if (steps === 0) return 1
  let sum = 0
  for (let k = Math.floor(n / steps); k >= 0; k--) {
    let ratio = 1
    for (let j = 0; j < steps; j++) {
      ratio = ((n - k * steps - j) * ratio) / (n + k * steps + j + 1)
    }
    sum = ratio * (1 - sum)
  }
  return Math.min(1, 2 * sum)
}
