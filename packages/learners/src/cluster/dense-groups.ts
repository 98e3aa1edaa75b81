import { growBytes, growInts, NO_INTS } from '@coelho/core'
import { Found, squareLimit } from '../spatial/points.js'
import { Alarms } from './alarms.js'
import { Clustering } from './clustering.js'
import type { DenseClusters } from './dense-clusters.js'
import type { Fading } from './fading.js'

const NONE = -1

/** What makes micro-clusters one cluster. */
export interface Density {
  readonly mu: number
  readonly epsilon: number
}

/**
 * Puts DenStream's micro-clusters together. Each cluster takes in what is around its first
 * micro-cluster, and no more: River does not go on from those. So the cluster of a micro-cluster
 * is the first that reaches it, or its own, and what follows from a change is near to it.
 */
export class DenseGroups {
  readonly clusters: Clustering
  private readonly micro: DenseClusters
  private readonly fading: Fading
  private readonly mu: number
  private readonly limit: number
  private readonly found: Found = new Found()
  private time = NONE
  /** By slot 1 if it is dense enough to join others, and when it may come to be so no more. */
  private cores: Uint8Array = new Uint8Array(0)
  private readonly alarms: Alarms = new Alarms()
  /** By slot: in which search it was seen to be reached. */
  private reached: Int32Array = NO_INTS
  private searches = 0

  constructor(micro: DenseClusters, fading: Fading, { mu, epsilon }: Density) {
    this.clusters = new Clustering(micro.places)
    this.micro = micro
    this.fading = fading
    this.mu = mu
    this.limit = squareLimit(2 * epsilon)
  }

  /** The clusters as they are at a time, some of them not placed yet. */
  label(time: number): Clustering {
    const { clusters, micro, alarms } = this
    const { places, touched } = micro
    this.time = time
    const wider = clusters.features !== places.features || clusters.stride !== places.stride
    this.cores = growBytes(this.cores, places.count)
    this.reached = growInts(this.reached, places.count)
    if (touched.all || wider) this.labelAll()
    else {
      clusters.reserve()
      while (alarms.rings(time)) this.outlive(alarms.take())
      for (let k = 0; k < touched.count; k++) {
        const slot = touched.slots[k]
        if (clusters.labels[slot] !== NONE) clusters.change(clusters.labels[slot])
        clusters.doubt(slot)
      }
      while (!clusters.agenda.isEmpty) this.attach(clusters.agenda.take())
    }
    touched.clear()
    return clusters
  }

  /** The same, each in its place. */
  gather(time: number): Clustering {
    const clusters = this.label(time)
    for (let cluster = clusters.takeStale(); cluster !== NONE; cluster = clusters.takeStale()) {
      this.sumUp(cluster)
      clusters.place(cluster)
    }
    return clusters
  }

  /** A micro-cluster is about to be removed. */
  detach(slot: number): void {
    this.clusters.detach(slot, this.micro.touched)
  }

  private labelAll(): void {
    const { first, next } = this.micro.places
    const { clusters } = this
    this.alarms.clear()
    clusters.reset()
    for (let slot = first; slot !== NONE; slot = next[slot]) {
      if (clusters.labels[slot] === NONE) this.attach(slot)
    }
  }

  private outlive(slot: number): void {
    if (slot === NONE || !this.micro.places.holds(slot)) return
    if (this.isCore(slot)) this.timeCore(slot)
    else if (this.cores[slot] === 1) this.clusters.doubt(slot)
  }

  private isCore(slot: number): boolean {
    const { weights, changed } = this.micro
    return weights[slot] * this.fading.after(this.time - changed[slot]) > this.mu
  }

  private timeCore(slot: number): void {
    const { weights, changed } = this.micro
    const due = changed[slot] + this.fading.reaches(weights[slot], this.mu)
    this.alarms.set(slot, Math.max(this.time + 1, due))
  }

  /** Puts a micro-cluster where it belongs, and takes in what it reaches. */
  private attach(slot: number): void {
    const { clusters, micro, found } = this
    const { places } = micro
    if (slot >= places.count || !places.holds(slot)) return
    const core = this.isCore(slot)
    this.cores[slot] = Number(core)
    if (!core) {
      this.moveTo(slot, NONE)
      this.release(slot, 0)
      return
    }
    this.timeCore(slot)
    const { stride, centres } = places
    places.within(centres.subarray(slot * stride, (slot + 1) * stride), this.limit, found)
    const radius = micro.radius(slot)
    this.moveTo(slot, this.reaching(slot, radius))
    if (!clusters.leads(slot)) return
    this.release(slot, radius)
    this.takeIn(slot, radius)
  }

  /** The cluster of the first of those around a micro-cluster that reaches it, or -1. */
  private reaching(slot: number, radius: number): number {
    const { clusters, found } = this
    const { ranks } = this.micro.places
    for (let k = 0; k < found.count; k++) {
      const other = found.slots[k]
      if (ranks[other] >= ranks[slot]) return NONE
      if (clusters.leads(other) && this.touches(k, radius)) return clusters.labels[other]
    }
    return NONE
  }

  /** Whether one of those found is dense, and as near as both radii. */
  private touches(k: number, radius: number): boolean {
    const { micro, found } = this
    const other = found.slots[k]
    return this.isCore(other) && Math.sqrt(found.squares[k]) <= radius + micro.radius(other)
  }

  /** Puts it into a cluster, or into its own (-1). */
  private moveTo(slot: number, cluster: number): void {
    const { clusters } = this
    if (cluster === NONE ? clusters.leads(slot) : clusters.labels[slot] === cluster) return
    clusters.leave(slot)
    if (cluster === NONE) clusters.open(slot)
    else clusters.join(slot, cluster)
  }

  /** Lets go of the members that the first one of a cluster no longer reaches. */
  private release(slot: number, radius: number): void {
    const { clusters, found, reached } = this
    const { labels, next } = clusters
    if (next[slot] === NONE) return
    const search = ++this.searches
    const around = this.cores[slot] === 1 ? found.count : 0
    for (let k = 0; k < around; k++) {
      const other = found.slots[k]
      if (labels[other] === labels[slot] && this.touches(k, radius)) reached[other] = search
    }
    for (let other = next[slot]; other !== NONE; ) {
      const behind = next[other]
      if (reached[other] !== search) {
        clusters.leave(other)
        clusters.doubt(other)
      }
      other = behind
    }
  }

  /** Takes in what a first micro-cluster reaches, but for what is in an earlier cluster. */
  private takeIn(slot: number, radius: number): void {
    const { clusters, found } = this
    const { labels, ranks } = clusters
    const own = this.micro.places.ranks
    const cluster = labels[slot]
    for (let k = 0; k < found.count; k++) {
      const other = found.slots[k]
      if (own[other] <= own[slot]) continue
      const before = labels[other]
      if (before !== NONE && ranks[before] <= ranks[cluster]) continue
      if (!this.touches(k, radius)) continue
      this.cores[other] = 1
      this.timeCore(other)
      this.moveTo(other, cluster)
    }
  }

  /** Sums up the events of a cluster. */
  private sumUp(cluster: number): void {
    const { clusters, micro } = this
    const { features, stride, centres, present, next } = clusters
    const { places, sums } = micro
    const to = cluster * stride
    for (let feature = 0; feature < features; feature++) {
      centres[to + feature] = 0
      present[to + feature] = 0
    }
    let weight = 0
    for (let slot = clusters.first[cluster]; slot !== NONE; slot = next[slot]) {
      weight += micro.weights[slot]
      for (let feature = 0; feature < features; feature++) {
        centres[to + feature] += sums[slot * stride + feature]
        present[to + feature] |= places.present[slot * stride + feature]
      }
    }
    const share = 1 / weight
    for (let at = to; at < to + features; at++) centres[at] *= share
    clusters.weights[cluster] = weight
  }
}
