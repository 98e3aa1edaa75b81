import type { Schema } from '@coelho/core'
import { joinNearest } from './single-linkage.js'
import type { TextDistances } from './text-distances.js'
import type { TextFading } from './text-fading.js'
import { TermUse, type TextMicroCluster } from './text-micro-cluster.js'

/** Merges the clusters that are nearer than a radius, later ones into earlier ones. */
export function mergeNear(
  clusters: TextMicroCluster[],
  radius: number,
  distances: TextDistances,
  fading: TextFading,
  use: TermUse,
): void {
  // River: how rare terms are is not worked out anew between two merges.
  distances.among(use.copy(), clusters.length)
  for (let i = 0; i < clusters.length; i++) {
    for (let j = i + 1; j < clusters.length; ) {
      if (distances.between(clusters[i], clusters[j]) < radius) {
        clusters[i].weight += clusters[j].weight
        use.countAll(clusters[j], -1)
        fading.pour(clusters[j], clusters[i], use)
        clusters.splice(j, 1)
      } else j++
    }
  }
}

/** Joins clusters to so many groups, and gives the numbers of those in each. */
export function joinTexts(
  clusters: readonly TextMicroCluster[],
  groups: number,
  distances: TextDistances,
): number[][] {
  const use = new TermUse()
  for (const cluster of clusters) use.countAll(cluster, 1)
  distances.among(use, clusters.length)
  const between = (a: number, b: number) => distances.between(clusters[a], clusters[b])
  return joinNearest(clusters.length, groups, between).map((members) =>
    members.map((i) => clusters[i].number),
  )
}

/** How often each term occurs in some clusters. */
export function countsByName(
  clusters: readonly TextMicroCluster[],
  schema: Schema,
): Record<string, number> {
  const counts = new Map<string, number>()
  for (const cluster of clusters) {
    for (let k = 0; k < cluster.size; k++) {
      const term = schema.name(cluster.terms[k])
      counts.set(term, (counts.get(term) ?? 0) + cluster.counts[k])
    }
  }
  return Object.fromEntries(counts)
}
