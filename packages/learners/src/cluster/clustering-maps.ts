import type { Centres } from './centres.js'
import type { Clustering } from './clustering.js'

/** Something of each cluster, by its number. */
export function byNumber<T>(
  { order, size }: Clustering,
  describe: (cluster: number) => T,
): Map<number, T> {
  return new Map(Array.from({ length: size }, (_, i) => [i, describe(order[i])]))
}

/** By the key of a micro-cluster the number of its cluster; what is in none is left out. */
export function numbersOf(
  { labels, order, size, count }: Clustering,
  { first, next }: Centres,
  keys: ArrayLike<number>,
): Map<number, number> {
  const numbers = new Int32Array(count)
  for (let i = 0; i < size; i++) numbers[order[i]] = i
  const clusters = new Map<number, number>()
  for (let slot = first; slot >= 0; slot = next[slot]) {
    if (labels[slot] >= 0) clusters.set(keys[slot], numbers[labels[slot]])
  }
  return clusters
}
