import { growBytes, growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import type { Points } from '../spatial/points.js'
import type { PartialPoints } from './centres.js'
import type { MicroClusters } from './micro-clusters.js'
import type { Fade, SharedDensity } from './shared-density.js'

const NONE = -1
const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0)

/** What makes micro-clusters one cluster. */
export interface Bond {
  /** The share of two micro-clusters' weight that must be common. */
  readonly intersectionFactor: number
  /** Below it a micro-cluster is noise. */
  readonly minimumWeight: number
}

/** Clusters of micro-clusters, numbered by their first one; made anew in the same arrays. */
export class MacroClusters implements Points, PartialPoints {
  count = 0
  features = 0
  centres: Float64Array = NO_FLOATS
  present: Uint8Array = NO_BYTES
  weights: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  /** By slot of a micro-cluster: its cluster, or -1. */
  labels: Int32Array = NO_INTS
  private open: Int32Array = NO_INTS
  /** Whether a cluster may have several micro-clusters. */
  several = false
  /** By cluster 1 if it has a single micro-cluster for certain. */
  private alone: Uint8Array = NO_BYTES

  get stride(): number {
    return this.features
  }

  gather(micro: MicroClusters, density: SharedDensity, fade: Fade, bond: Bond): void {
    const { count, live, features } = micro.places
    this.features = features
    this.labels = growInts(this.labels, count)
    this.open = growInts(this.open, count)
    this.centres = growFloats(this.centres, live * features)
    this.present = growBytes(this.present, live * features)
    this.weights = growFloats(this.weights, live)
    this.times = growFloats(this.times, live)
    this.alone = growBytes(this.alone, live)
    this.labels.fill(NONE, 0, count)
    this.several = this.label(micro, density, fade, bond)
    if (this.several) this.merge(micro)
  }

  /**
   * Follows the only micro-cluster that has changed, if it is noise or a cluster of its own and
   * stays so; else false: all must be gathered anew.
   */
  follow(micro: MicroClusters, density: SharedDensity, slot: number, bond: Bond): boolean {
    if (micro.places.features !== this.features) return false
    const cluster = this.labels[slot]
    const isNoise = micro.weights[slot] < bond.minimumWeight
    if (cluster === NONE || isNoise) return cluster === NONE && isNoise
    const isBound = density.firstIn[slot] !== NONE || density.firstOut[slot] !== NONE
    if (isBound || this.alone[cluster] === 0) return false
    this.begin(cluster, micro, slot)
    return true
  }

  /**
   * Numbers the clusters; true if one may have several micro-clusters. Edges are followed from
   * lower numbers to higher ones only, as in River: two that both lead to a third may stay apart.
   */
  private label(micro: MicroClusters, density: SharedDensity, fade: Fade, bond: Bond): boolean {
    const { labels, weights, alone } = this
    const { weights: ownWeights } = micro
    const { first, next } = micro.places
    const { firstOut } = density
    const { minimumWeight } = bond
    let clusters = 0
    let several = false
    for (let root = first; root !== NONE; root = next[root]) {
      const weight = ownWeights[root]
      // What weighs nothing has no centre.
      if (labels[root] !== NONE || weight < minimumWeight || weight === 0) continue
      labels[root] = clusters
      const isAlone = firstOut[root] === NONE
      alone[clusters] = Number(isAlone)
      weights[clusters] = 0
      if (isAlone) this.begin(clusters, micro, root)
      else {
        several = true
        this.spread(root, micro, density, fade, bond)
      }
      clusters++
    }
    this.count = clusters
    return several
  }

  /** Gives a cluster to all that can be reached from its first micro-cluster. */
  private spread(
    root: number,
    { weights }: MicroClusters,
    density: SharedDensity,
    fade: Fade,
    { minimumWeight, intersectionFactor }: Bond,
  ): void {
    const { labels, open } = this
    const { firstOut, nextOut, to, values } = density
    open[0] = root
    for (let left = 1; left > 0; ) {
      const slot = open[--left]
      if (weights[slot] <= minimumWeight) continue
      for (let edge = firstOut[slot]; edge !== NONE; edge = nextOut[edge]) {
        // A slot without a centre weighs nothing.
        const other = to[edge]
        if (labels[other] !== NONE || weights[other] <= minimumWeight) continue
        const common = values[edge] / ((weights[slot] + weights[other]) / 2)
        if (!(common > intersectionFactor) || density.isGone(edge, fade)) continue
        labels[other] = labels[root]
        open[left++] = other
      }
    }
  }

  /** The first micro-cluster of a cluster. */
  private begin(cluster: number, micro: MicroClusters, slot: number): void {
    const { features, centres, present } = this
    const { stride, centres: ownCentres, present: ownPresent } = micro.places
    const from = slot * stride
    const to = cluster * features
    this.weights[cluster] = micro.weights[slot]
    this.times[cluster] = micro.times[slot]
    for (let feature = 0; feature < features; feature++) {
      centres[to + feature] = ownCentres[from + feature]
      present[to + feature] = ownPresent[from + feature]
    }
  }

  /** Weighted means of the centres, of the features that the first of each cluster has. */
  private merge(micro: MicroClusters): void {
    const { features, labels, centres, present, weights, alone } = this
    const { first, next, stride, centres: ownCentres } = micro.places
    for (let slot = first; slot !== NONE; slot = next[slot]) {
      const cluster = labels[slot]
      if (cluster === NONE || alone[cluster] === 1) continue
      const before = weights[cluster]
      if (before === 0) {
        this.begin(cluster, micro, slot)
        continue
      }
      const weight = micro.weights[slot]
      const from = slot * stride
      const to = cluster * features
      weights[cluster] = before + weight
      for (let feature = 0; feature < features; feature++) {
        if (present[to + feature] === 0) continue
        const sum = centres[to + feature] * before + ownCentres[from + feature] * weight
        centres[to + feature] = sum / (before + weight)
      }
    }
  }
}
