import type { MicroClusters, PartialPoints } from './micro-clusters.js'
import type { Fade, SharedDensity } from './shared-density.js'

/** What makes micro-clusters one cluster. */
export interface Bond {
  /** The share of two micro-clusters' weight that must be common. */
  readonly intersectionFactor: number
  /** Below it a micro-cluster is noise. */
  readonly minimumWeight: number
}

/** Clusters of micro-clusters, numbered by their first one. */
export class MacroClusters implements PartialPoints {
  readonly count: number
  readonly features: number
  readonly stride: number
  readonly centres: Float64Array
  readonly present: Uint8Array
  readonly weights: Float64Array
  readonly times: Float64Array

  constructor(micro: MicroClusters, density: SharedDensity, fade: Fade, bond: Bond) {
    const labels = new Int32Array(micro.count).fill(-1)
    this.count = label(micro, density, fade, bond, labels)
    this.features = micro.features
    this.stride = micro.features
    this.centres = new Float64Array(this.count * this.stride)
    this.present = new Uint8Array(this.count * this.stride)
    this.weights = new Float64Array(this.count)
    this.times = new Float64Array(this.count)
    for (let slot = 0; slot < micro.count; slot++) {
      if (labels[slot] >= 0) this.merge(labels[slot], micro, slot)
    }
  }

  /** The weighted mean of the centres, of the features that the first of them has. */
  private merge(cluster: number, micro: MicroClusters, slot: number): void {
    const { features, centres, present, weights } = this
    const before = weights[cluster]
    const weight = micro.weights[slot]
    const to = cluster * this.stride
    const from = slot * micro.stride
    if (before === 0) {
      centres.set(micro.centres.subarray(from, from + features), to)
      present.set(micro.present.subarray(from, from + features), to)
      this.times[cluster] = micro.times[slot]
    } else {
      for (let feature = 0; feature < features; feature++) {
        if (present[to + feature] === 0) continue
        const sum = centres[to + feature] * before + micro.centres[from + feature] * weight
        centres[to + feature] = sum / (before + weight)
      }
    }
    weights[cluster] = before + weight
  }
}

/**
 * Numbers the clusters and gives how many there are. Edges are followed from lower numbers to
 * higher ones only, as in River: two that both lead to a third may stay apart.
 */
function label(
  micro: MicroClusters,
  density: SharedDensity,
  fade: Fade,
  bond: Bond,
  labels: Int32Array,
): number {
  const { weights } = micro
  const { firstOut, nextOut, to, values } = density
  const { minimumWeight, intersectionFactor } = bond
  const open = new Int32Array(micro.count)
  let clusters = 0
  for (let root = 0; root < micro.count; root++) {
    if (labels[root] >= 0 || weights[root] < minimumWeight) continue
    labels[root] = clusters
    open[0] = root
    for (let left = 1; left > 0; ) {
      const slot = open[--left]
      if (weights[slot] <= minimumWeight) continue
      for (let edge = firstOut[slot]; edge >= 0; edge = nextOut[edge]) {
        const other = micro.slotOf(to[edge])
        if (other < 0 || labels[other] >= 0 || weights[other] <= minimumWeight) continue
        const common = values[edge] / ((weights[slot] + weights[other]) / 2)
        if (!(common > intersectionFactor) || density.isGone(edge, fade)) continue
        labels[other] = clusters
        open[left++] = other
      }
    }
    clusters++
  }
  return clusters
}
