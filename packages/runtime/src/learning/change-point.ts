/** The rise is no accident where it is so many standard errors. */
const CLEAR = 5

/**
 * Where costs have risen: the place from which on they are higher than before, by that split in
 * two at which the means differ most, measured in standard errors. 0 where no split is clear.
 * Costs that are NaN are not known.
 *
 *     d(k)^2 k (n - k) / n > 25 v      d: mean from k on, less that before k; v: variance of all
 *
 * @example
 * changePoint([...Array(30).fill(0), ...Array(9).fill(1)]) // => 30
 * changePoint([0, 1, 0, 1]) // => 0
 */
export function changePoint(costs: readonly number[]): number {
  const places = costs.flatMap((cost, i) => (Number.isNaN(cost) ? [] : [i]))
  const n = places.length
  let total = 0
  for (const i of places) total += costs[i]!
  const mean = total / n
  let spread = 0
  for (const i of places) spread += (costs[i]! - mean) ** 2
  let before = 0
  let best = 0
  let highest = (CLEAR ** 2 * spread) / n
  for (let k = 1; k < n; k++) {
    before += costs[places[k - 1]!]!
    const rise = (total - before) / (n - k) - before / k
    const score = (rise * rise * k * (n - k)) / n
    if (rise <= 0 || score <= highest) continue
    highest = score
    best = places[k]!
  }
  return best
}
