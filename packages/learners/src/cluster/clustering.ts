import { growBytes, growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import type { RankedPoints } from '../spatial/points.js'
import { SpatialIndex } from '../spatial/spatial-index.js'
import { Agenda } from './agenda.js'
import type { Centres, PartialPoints } from './centres.js'
import type { Touched } from './touched.js'

const NONE = -1

/**
 * Which micro-cluster is in which cluster, and where the clusters are. A cluster begins with its
 * member of the lowest rank, and clusters are numbered in the order of these. Only what changes is
 * worked out anew: a cluster that has lost or won a member, or whose member has moved, is stale.
 *
 * It is no state: models make it of their micro-clusters, always the same from the same.
 */
export class Clustering implements RankedPoints, PartialPoints {
  private readonly places: Centres
  readonly index: SpatialIndex = new SpatialIndex()
  /** Micro-clusters whose cluster is to be found again. */
  readonly agenda: Agenda = new Agenda()

  count = 0
  /** How many clusters have a place, and how many there are. */
  live = 0
  size = 0
  features = 0
  stride = 0
  // By cluster: rank and slot of its first member, its last one, its centre, weight and time.
  ranks: Float64Array = NO_FLOATS
  first: Int32Array = NO_INTS
  private last: Int32Array = NO_INTS
  centres: Float64Array = NO_FLOATS
  present: Uint8Array = new Uint8Array(0)
  weights: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  private placed: Uint8Array = new Uint8Array(0)
  private isStale: Uint8Array = new Uint8Array(0)
  private free: number = NONE
  private stale: Int32Array = NO_INTS
  private staleCount = 0
  /** The clusters in the order of their numbers. */
  order: Int32Array = NO_INTS
  // By slot of a micro-cluster: its cluster or -1, the members of the cluster before and behind it.
  labels: Int32Array = NO_INTS
  next: Int32Array = NO_INTS
  private previous: Int32Array = NO_INTS

  constructor(places: Centres) {
    this.places = places
  }

  /** Makes room for micro-clusters that are new. */
  reserve(): void {
    const { count } = this.places
    this.labels = growInts(this.labels, count, NONE)
    this.next = growInts(this.next, count, NONE)
    this.previous = growInts(this.previous, count, NONE)
  }

  /** Forgets all clusters. */
  reset(): void {
    const { features, stride } = this.places
    this.reserve()
    this.features = features
    this.stride = stride
    this.count = 0
    this.live = 0
    this.size = 0
    this.free = NONE
    this.staleCount = 0
    this.labels.fill(NONE)
    this.index.forget()
    while (!this.agenda.isEmpty) this.agenda.take()
  }

  /** A micro-cluster is to be looked at again. */
  doubt(slot: number): void {
    this.agenda.add(slot, this.places.ranks[slot])
  }

  /** True if a micro-cluster is the first of its cluster. */
  leads(slot: number): boolean {
    const cluster = this.labels[slot]
    return cluster !== NONE && this.first[cluster] === slot
  }

  /** A cluster that begins with a micro-cluster, which is in none. */
  open(slot: number): void {
    let cluster = this.free
    if (cluster !== NONE) this.free = this.last[cluster]
    else cluster = this.extend()
    const { stride } = this
    this.ranks[cluster] = this.places.ranks[slot]
    this.first[cluster] = slot
    this.last[cluster] = slot
    this.placed[cluster] = 0
    this.isStale[cluster] = 0
    this.centres.fill(NaN, cluster * stride, (cluster + 1) * stride)
    this.labels[slot] = cluster
    this.next[slot] = NONE
    this.previous[slot] = NONE
    const at = this.numberOf(cluster)
    this.order = growInts(this.order, this.size + 1)
    if (at < this.size) this.order.copyWithin(at + 1, at, this.size)
    this.order[at] = cluster
    this.size++
    this.change(cluster)
  }

  private extend(): number {
    const cluster = this.count++
    const { count, stride } = this
    this.ranks = growFloats(this.ranks, count)
    this.first = growInts(this.first, count)
    this.last = growInts(this.last, count)
    this.weights = growFloats(this.weights, count)
    this.times = growFloats(this.times, count)
    this.placed = growBytes(this.placed, count)
    this.isStale = growBytes(this.isStale, count)
    this.centres = growFloats(this.centres, count * stride)
    this.present = growBytes(this.present, count * stride)
    return cluster
  }

  /** Puts a micro-cluster, which is in none, into a cluster of lower rank. */
  join(slot: number, cluster: number): void {
    const { labels, next, previous, last } = this
    const { ranks } = this.places
    let before = last[cluster]
    while (ranks[before] > ranks[slot]) before = previous[before]
    const behind = next[before]
    labels[slot] = cluster
    previous[slot] = before
    next[slot] = behind
    next[before] = slot
    if (behind === NONE) last[cluster] = slot
    else previous[behind] = slot
    this.change(cluster)
  }

  /** A micro-cluster is removed; those that followed it are to be looked at again. */
  detach(slot: number, touched: Touched): void {
    if (touched.all || slot >= this.labels.length) return
    this.leave(slot)
    while (!this.agenda.isEmpty) touched.mark(this.agenda.take(), this.places.live)
  }

  /** Takes a micro-cluster out of its cluster; of one that it leads all members are in doubt. */
  leave(slot: number): void {
    const { labels, next, previous } = this
    const cluster = labels[slot]
    if (cluster === NONE) return
    labels[slot] = NONE
    if (this.first[cluster] === slot) {
      for (let other = next[slot]; other !== NONE; other = next[other]) {
        labels[other] = NONE
        this.doubt(other)
      }
      this.close(cluster)
      return
    }
    const before = previous[slot]
    const behind = next[slot]
    next[before] = behind
    if (behind === NONE) this.last[cluster] = before
    else previous[behind] = before
    this.change(cluster)
  }

  private close(cluster: number): void {
    const at = this.numberOf(cluster)
    this.order.copyWithin(at, at + 1, this.size)
    this.size--
    if (this.placed[cluster] === 1) {
      this.index.removed(this, cluster)
      this.live--
    }
    this.centres.fill(NaN, cluster * this.stride, (cluster + 1) * this.stride)
    this.first[cluster] = NONE
    this.last[cluster] = this.free
    this.free = cluster
  }

  /** A member of a cluster has changed. */
  change(cluster: number): void {
    if (this.isStale[cluster] === 1) return
    this.isStale[cluster] = 1
    this.stale = growInts(this.stale, this.staleCount + 1)
    this.stale[this.staleCount++] = cluster
  }

  /** The next cluster to be worked out, or -1; `place` is to be called once its centre is known. */
  takeStale(): number {
    while (this.staleCount > 0) {
      const cluster = this.stale[--this.staleCount]
      if (this.isStale[cluster] === 0) continue
      this.isStale[cluster] = 0
      if (this.first[cluster] !== NONE) return cluster
    }
    return NONE
  }

  place(cluster: number): void {
    if (this.placed[cluster] === 1) this.index.moved(this, cluster)
    else {
      this.placed[cluster] = 1
      this.live++
      this.index.added(this, cluster)
    }
  }

  /** How many clusters come before one. */
  numberOf(cluster: number): number {
    const { order, ranks } = this
    const rank = ranks[cluster]
    let from = 0
    let to = this.size
    if (to > 0 && ranks[order[to - 1]] < rank) return to
    while (from < to) {
      const middle = (from + to) >> 1
      if (ranks[order[middle]] < rank) from = middle + 1
      else to = middle
    }
    return from
  }

  /** The number of the cluster nearest to a place; -1 if there is none. */
  nearest(place: Float64Array, beyond: number): number {
    const cluster = this.index.nearest(this, place, beyond)
    return cluster < 0 ? NONE : this.numberOf(cluster)
  }

  /** The members of a cluster by its number, in their order. */
  members(number: number): number[] {
    const slots: number[] = []
    if (!(Number.isInteger(number) && number >= 0 && number < this.size)) return slots
    for (let slot = this.first[this.order[number]]; slot !== NONE; slot = this.next[slot]) {
      slots.push(slot)
    }
    return slots
  }
}
