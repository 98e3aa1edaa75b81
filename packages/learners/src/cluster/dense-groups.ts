import { Found, type Points, squareLimit } from '../spatial/points.js'
import type { PartialPoints } from './centres.js'
import type { DenseClusters } from './dense-clusters.js'
import type { Fading } from './fading.js'

/** What makes micro-clusters one cluster. */
export interface Density {
  readonly mu: number
  readonly epsilon: number
}

/** Clusters of micro-clusters, numbered by their first one. */
interface Clusters extends Points, PartialPoints {
  readonly weights: Float64Array
}

/** Puts DenStream's micro-clusters together. */
export class DenseGroups {
  readonly clusters: Clusters
  /** By slot of a micro-cluster the number of its cluster. */
  readonly labels: Int32Array

  constructor(micro: DenseClusters, time: number, fading: Fading, density: Density) {
    const labels = new Int32Array(micro.places.count).fill(-1)
    this.labels = labels
    const count = label(micro, time, fading, density, labels)
    this.clusters = gather(micro, labels, count)
  }
}

/**
 * Numbers the clusters and gives how many there are. Each takes in what is around its first
 * micro-cluster, and no more: River does not go on from those.
 */
function label(
  micro: DenseClusters,
  time: number,
  fading: Fading,
  { mu, epsilon }: Density,
  labels: Int32Array,
): number {
  const { places, weights, changed } = micro
  const { stride, centres, first, next } = places
  const found = new Found()
  const limit = squareLimit(2 * epsilon)
  const isCore = (slot: number) => weights[slot] * fading.after(time - changed[slot]) > mu
  let clusters = 0
  for (let slot = first; slot >= 0; slot = next[slot]) {
    if (labels[slot] >= 0) continue
    labels[slot] = clusters
    if (isCore(slot)) {
      const radius = micro.radius(slot)
      places.within(centres.subarray(slot * stride, (slot + 1) * stride), limit, found)
      for (let k = 0; k < found.count; k++) {
        const other = found.slots[k]
        if (labels[other] >= 0 || !isCore(other)) continue
        const distance = Math.sqrt(found.squares[k])
        if (distance <= radius + micro.radius(other)) labels[other] = clusters
      }
    }
    clusters++
  }
  return clusters
}

/** Sums up the events of each cluster. */
function gather(micro: DenseClusters, labels: Int32Array, count: number): Clusters {
  const { places, weights } = micro
  const { features, stride } = places
  const centres = new Float64Array(count * features)
  const present = new Uint8Array(count * features)
  const total = new Float64Array(count)
  for (let slot = places.first; slot >= 0; slot = places.next[slot]) {
    const cluster = labels[slot]
    total[cluster] += weights[slot]
    for (let feature = 0; feature < features; feature++) {
      const at = cluster * features + feature
      centres[at] += micro.sums[slot * stride + feature]
      present[at] |= places.present[slot * stride + feature]
    }
  }
  for (let cluster = 0; cluster < count; cluster++) {
    const share = 1 / total[cluster]
    for (let at = cluster * features; at < (cluster + 1) * features; at++) centres[at] *= share
  }
  return { count, features, stride: features, centres, present, weights: total }
}
