/** Bins that can be changed, in ascending order. */
export type Bins = { left: number; right: number; count: number }[]

/**
 * The same counts in bins that do not overlap: between each two edges that follow one another.
 * A bin that is a point gives all to the tile that ends there.
 */
export function tile(bins: Bins): Bins {
  const edges = [...new Set(bins.flatMap(({ left, right }) => [left, right]))].sort((a, b) => a - b)
  if (edges.length < 2) {
    const count = bins.reduce((sum, bin) => sum + bin.count, 0)
    return edges.map((edge) => ({ left: edge, right: edge, count }))
  }
  const places = new Map(edges.map((edge, place) => [edge, place]))
  const tiles: Bins = edges.slice(1).map((right, i) => ({ left: edges[i], right, count: 0 }))
  for (const { left, right, count } of bins) {
    const start = places.get(left) as number
    if (left === right) {
      tiles[Math.max(0, start - 1)].count += count
      continue
    }
    for (let at = start; at < tiles.length && tiles[at].left < right; at++) {
      tiles[at].count += count * ((tiles[at].right - tiles[at].left) / (right - left))
    }
  }
  return tiles.filter(({ count }) => count > 0)
}

/** Joins those pairs of neighbours whose right ends are nearest, until `most` bins are left. */
export function shrink(bins: Bins, most: number): void {
  const tooMany = bins.length - most
  if (tooMany <= 0) return
  const distances = bins.slice(1).map((bin, i) => ({ at: i, size: bin.right - bins[i].right }))
  const nearest = distances.sort((a, b) => a.size - b.size).slice(0, tooMany)
  for (const { at } of nearest.sort((a, b) => b.at - a.at)) {
    const [next] = bins.splice(at + 1, 1)
    bins[at].right = Math.max(bins[at].right, next.right)
    bins[at].count += next.count
  }
}
