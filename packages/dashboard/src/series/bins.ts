export interface Bins {
  /** One more than there are counts. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

export const totalOf = ({ counts }: Bins): number => counts.reduce((sum, one) => sum + one, 0)

/** Where `share` of what was counted lies below, as if it lay evenly in each bin. */
export function quantile(bins: Bins, share: number): number | null {
  const wanted = totalOf(bins) * share
  let below = 0
  for (const [i, count] of bins.counts.entries()) {
    if (count > 0 && below + count >= wanted) {
      const [from, to] = [bins.edges[i]!, bins.edges[i + 1]!]
      return from + ((wanted - below) / count) * (to - from)
    }
    below += count
  }
  return null
}
