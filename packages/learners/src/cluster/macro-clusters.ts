import { Alarms } from './alarms.js'
import { Clustering } from './clustering.js'
import type { MicroClusters } from './micro-clusters.js'
import type { Fade, SharedDensity } from './shared-density.js'

const NONE = -1

/** What makes micro-clusters one cluster. */
export interface Bond {
  /** The share of two micro-clusters' weight that must be common. */
  readonly intersectionFactor: number
  /** Below it a micro-cluster is noise. */
  readonly minimumWeight: number
}

/**
 * Clusters of micro-clusters that share enough. Edges are followed from lower numbers to higher
 * ones only, as in River: two that both lead to a third may stay apart. So the cluster of a
 * micro-cluster is the first of those that edges lead to it from, or its own: what follows from a
 * change is found along the edges that lead on.
 */
export class MacroClusters {
  readonly clusters: Clustering
  private readonly micro: MicroClusters
  private readonly density: SharedDensity
  private readonly fade: Fade
  private readonly bond: Bond
  /** When edges that clusters rest on may have faded away. */
  private readonly alarms: Alarms = new Alarms()

  constructor(micro: MicroClusters, density: SharedDensity, fade: Fade, bond: Bond) {
    this.clusters = new Clustering(micro.places)
    this.micro = micro
    this.density = density
    this.fade = fade
    this.bond = bond
  }

  /** The clusters as they are now, some of them not placed yet. */
  label(): Clustering {
    const { clusters, fade, alarms } = this
    const { places } = this.micro
    const { touched } = this.density
    const wider = clusters.features !== places.features || clusters.stride !== places.stride
    if (touched.all || wider) this.labelAll()
    else {
      clusters.reserve()
      while (alarms.rings(fade.cleaned)) {
        const edge = alarms.take()
        if (edge !== NONE) clusters.doubt(this.density.to[edge])
      }
      for (let k = 0; k < touched.count; k++) this.follow(touched.slots[k])
      while (!clusters.agenda.isEmpty) {
        const slot = clusters.agenda.take()
        if (this.attach(slot)) this.doubtNext(slot)
      }
    }
    touched.clear()
    return clusters
  }

  /** The same, each in its place. */
  gather(): Clustering {
    const clusters = this.label()
    for (let cluster = clusters.takeStale(); cluster !== NONE; cluster = clusters.takeStale()) {
      this.merge(cluster)
      clusters.place(cluster)
    }
    return clusters
  }

  /** A micro-cluster is about to be removed. */
  detach(slot: number): void {
    this.clusters.detach(slot, this.density.touched)
  }

  private labelAll(): void {
    const { first, next } = this.micro.places
    this.alarms.clear()
    this.clusters.reset()
    for (let slot = first; slot !== NONE; slot = next[slot]) this.attach(slot)
  }

  /** One that has changed: its weight counts for the edges that lead on, too. */
  private follow(slot: number): void {
    const { clusters } = this
    const cluster = clusters.labels[slot]
    if (cluster !== NONE) clusters.change(cluster)
    clusters.doubt(slot)
    this.doubtNext(slot)
  }

  private doubtNext(slot: number): void {
    const { firstOut, nextOut, to } = this.density
    for (let edge = firstOut[slot]; edge !== NONE; edge = nextOut[edge]) {
      this.clusters.doubt(to[edge])
    }
  }

  /** Puts a micro-cluster where it belongs; true if it was elsewhere. */
  private attach(slot: number): boolean {
    const { clusters, micro, bond } = this
    const weight = micro.weights[slot]
    // What weighs nothing has no centre.
    if (weight < bond.minimumWeight || weight === 0) {
      const changes = clusters.labels[slot] !== NONE
      clusters.leave(slot)
      return changes
    }
    const cluster = weight > bond.minimumWeight ? this.leading(slot) : NONE
    if (cluster === NONE ? clusters.leads(slot) : clusters.labels[slot] === cluster) return false
    clusters.leave(slot)
    if (cluster === NONE) clusters.open(slot)
    else clusters.join(slot, cluster)
    return true
  }

  /** The first cluster that an edge leads from to a micro-cluster, or -1. */
  private leading(slot: number): number {
    const { clusters, micro, density, fade, bond } = this
    const { labels, ranks } = clusters
    const { weights } = micro
    const { firstIn, nextIn, from, values } = density
    const { minimumWeight, intersectionFactor } = bond
    let lowest = NONE
    let along = NONE
    for (let edge = firstIn[slot]; edge !== NONE; edge = nextIn[edge]) {
      const cluster = labels[from[edge]]
      const weight = weights[from[edge]]
      if (cluster === NONE || weight <= minimumWeight) continue
      if (lowest !== NONE && ranks[cluster] >= ranks[lowest]) continue
      const common = values[edge] / ((weight + weights[slot]) / 2)
      if (!(common > intersectionFactor) || density.isGone(edge, fade)) continue
      lowest = cluster
      along = edge
    }
    if (along !== NONE) this.time(along)
    return lowest
  }

  private time(edge: number): void {
    const { values, times } = this.density
    const { fading, faint, cleaned } = this.fade
    const due = times[edge] + fading.reaches(values[edge], faint)
    this.alarms.set(edge, Math.max(cleaned + 1, due))
  }

  /** Weighted means of the centres, of the features that the first micro-cluster has. */
  private merge(cluster: number): void {
    const { clusters, micro } = this
    const { features, stride, centres, present, next } = clusters
    const { centres: ownCentres, present: ownPresent } = micro.places
    const slot = clusters.first[cluster]
    const to = cluster * stride
    for (let feature = 0; feature < features; feature++) {
      centres[to + feature] = ownCentres[slot * stride + feature]
      present[to + feature] = ownPresent[slot * stride + feature]
    }
    let before = micro.weights[slot]
    clusters.times[cluster] = micro.times[slot]
    for (let other = next[slot]; other !== NONE; other = next[other]) {
      const weight = micro.weights[other]
      const sum = before + weight
      for (let feature = 0; feature < features; feature++) {
        const at = to + feature
        if (present[at] === 0) continue
        centres[at] = (centres[at] * before + ownCentres[other * stride + feature] * weight) / sum
      }
      before = sum
    }
    clusters.weights[cluster] = before
  }
}
