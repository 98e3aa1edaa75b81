import {
  Clusterer,
  growBytes,
  growFloats,
  growInts,
  math,
  NO_FLOATS,
  NO_INTS,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { Found, squareBetween, squareLimit } from '../spatial/points.js'
import { centreByName } from './centres.js'
import { type ClusterProfile, profileOf } from './cluster-profile.js'
import { byNumber, numbersOf } from './clustering-maps.js'
import type { Cluster, DBSTREAMOptions } from './dbstream-types.js'
import { Deadlines } from './deadlines.js'
import { Fading } from './fading.js'
import { MacroClusters } from './macro-clusters.js'
import { MicroClusters } from './micro-clusters.js'
import { type Fade, SharedDensity } from './shared-density.js'

/**
 * Clusters of any shape in a stream: small round ones that move with their events, joined where
 * they share enough of them.
 *
 * An event of weight w counts w times as much, but moves the centres once (River takes no
 * weights). Predicting reads the clusters of the last event learned; while there is none, 0.
 *
 * @example
 * const model = new cluster.DBSTREAM({ clusteringThreshold: 1.5 })
 * for (const x of [1, 1.5, 2, 8, 8.5, 9]) model.learnOne({ x })
 * model.predictOne({ x: 0 }) // => 0
 * model.predictOne({ x: 10 }) // => 1
 * model.nClusters // => 2
 */
export class DBSTREAM extends Clusterer<DBSTREAMOptions> {
  static override readonly id = 'cluster.DBSTREAM'
  static override readonly rules: Rules<DBSTREAMOptions> = {
    clusteringThreshold: { kind: 'number', default: 1, above: 0 },
    fadingFactor: { kind: 'number', default: 0.01, atLeast: 0 },
    cleanupInterval: { kind: 'number', default: 2, above: 0 },
    intersectionFactor: { kind: 'number', default: 0.3, atLeast: 0 },
    minimumWeight: { kind: 'number', default: 1, atLeast: 0 },
  }
  static override readonly state = ['time', 'cleaned', 'micro', 'density'] as const
  static readonly parts: readonly unknown[] = [MicroClusters, SharedDensity]

  /** How many events have been learned, and how many had been when it last cleaned up. */
  private time = 0
  private cleaned = 0
  private readonly micro: MicroClusters = new MicroClusters()
  private readonly density: SharedDensity = new SharedDensity()

  // Worked out from the above; no state.
  private readonly fading: Fading = new Fading(this.options.fadingFactor)
  private readonly weak: number = this.fading.after(this.options.cleanupInterval)
  private readonly limit: number = squareLimit(this.options.clusteringThreshold)
  private readonly found: Found = new Found()
  private place: Float64Array = NO_FLOATS
  /** The centres of the micro-clusters around an event before it moved them. */
  private before: Float64Array = NO_FLOATS
  private presentBefore: Uint8Array = new Uint8Array(0)
  /** When micro-clusters may come to be faint; those that are. */
  private readonly deadlines: Deadlines = new Deadlines()
  private faint: Int32Array = NO_INTS
  private readonly fade: Fade = {
    fading: this.fading,
    cleaned: 0,
    faint: this.options.intersectionFactor * this.weak,
  }
  private readonly macro: MacroClusters = new MacroClusters(
    this.micro,
    this.density,
    this.fade,
    this.options,
  )

  learnRow(row: Row, weight: number): void {
    const { micro, density, found, time } = this
    micro.places.widen(row.width)
    micro.places.within(this.placeOf(row), this.limit, found)
    if (found.count === 0) this.begin(row, weight)
    else {
      this.rememberCentres()
      for (let a = 0; a < found.count; a++) {
        this.pull(row, a, weight)
        for (let b = a + 1; b < found.count; b++) {
          density.touch(micro, found.slots[a], found.slots[b], weight, time, this.fade)
        }
      }
      if (found.count > 1) this.pushApart()
      for (let a = 0; a < found.count; a++) {
        micro.places.index.moved(micro.places, found.slots[a])
        density.touched.mark(found.slots[a], micro.places.live)
      }
    }
    this.time = time + 1
    if (this.time % this.options.cleanupInterval === 0) this.cleanUp()
  }

  predictRow(row: Row): number {
    if (this.macro.label().size < 2) return 0
    const clusters = this.macro.gather()
    const place = this.placeOf(row)
    let beyond = 0
    for (let feature = clusters.features; feature < row.width; feature++) {
      beyond += place[feature] * place[feature]
    }
    return Math.max(0, clusters.nearest(place, beyond))
  }

  /** How many clusters there are; noise is in none. */
  get nClusters(): number {
    return this.macro.label().size
  }

  get clusters(): Map<number, Cluster> {
    const clusters = this.macro.gather()
    return byNumber(clusters, (cluster) => ({
      center: centreByName(clusters, cluster, this.schema),
      lastUpdate: clusters.times[cluster],
      weight: clusters.weights[cluster],
    }))
  }

  /** The centre of each cluster. */
  get centers(): Map<number, Record<string, number>> {
    const clusters = this.macro.gather()
    return byNumber(clusters, (cluster) => centreByName(clusters, cluster, this.schema))
  }

  /** The small clusters by their numbers, noise included. */
  get microClusters(): Map<number, Cluster> {
    const { places, weights, times } = this.micro
    const described = new Map<number, Cluster>()
    for (let slot = places.first; slot >= 0; slot = places.next[slot]) {
      if (!places.holds(slot)) continue
      const center = centreByName(places, slot, this.schema)
      const cluster = { center, lastUpdate: times[slot], weight: weights[slot] }
      described.set(places.ranks[slot], cluster)
    }
    return described
  }

  /** By the number of a micro-cluster that of its cluster; noise is left out. */
  get microToMacro(): Map<number, number> {
    return numbersOf(this.macro.label(), this.micro.places, this.micro.places.ranks)
  }

  /** What the micro-clusters of a cluster have in common; undefined if there is no such cluster. */
  clusterProfile(k: number): ClusterProfile | undefined {
    const { places, weights } = this.micro
    const slots = this.macro.label().members(k)
    const { features, stride, centres, present } = places
    const points = { features, stride, centres, known: present, weights }
    return profileOf(points, slots, this.schema)
  }

  private begin(row: Row, weight: number): void {
    const { micro, density, time } = this
    const slot = micro.add(row, time, weight)
    density.reserve(slot)
    density.touched.mark(slot, micro.places.live)
    this.setDeadline(slot)
  }

  private setDeadline(slot: number): void {
    const { weights, times } = this.micro
    const due = times[slot] + this.fading.reaches(weights[slot], this.weak)
    if (due < Infinity) this.deadlines.add(slot, Math.max(this.time + 1, due))
  }

  /** The row with 0 for what is absent. */
  private placeOf(row: Row): Float64Array {
    const { indices, values, count, width } = row
    this.place = growFloats(this.place, Math.max(width, this.micro.places.features))
    const { place } = this
    place.fill(0)
    for (let k = 0; k < count; k++) place[indices[k]] = values[indices[k]]
    return place
  }

  private rememberCentres(): void {
    const { micro, found } = this
    const { stride, centres, present } = micro.places
    this.before = growFloats(this.before, found.count * stride)
    this.presentBefore = growBytes(this.presentBefore, found.count * stride)
    for (let a = 0; a < found.count; a++) {
      const from = found.slots[a] * stride
      for (let i = 0; i < stride; i++) {
        this.before[a * stride + i] = centres[from + i]
        this.presentBefore[a * stride + i] = present[from + i]
      }
    }
  }

  /** A micro-cluster gains weight and moves towards an event, the more the nearer it is. */
  private pull(row: Row, a: number, weight: number): void {
    const { micro, found, time } = this
    const { weights, times } = micro
    const { stride, features, centres, present } = micro.places
    const slot = found.slots[a]
    weights[slot] = weights[slot] * this.fading.after(time - times[slot]) + weight
    times[slot] = time
    const sigma = this.options.clusteringThreshold / 3
    // River: the square of a root. Its last bit counts, for what it moves is moved again.
    const distance = Math.sqrt(found.squares[a])
    const nearness = math.exp(-(distance * distance) / (2 * (sigma * sigma)))
    const base = slot * stride
    for (let feature = 0; feature < features; feature++) {
      const at = base + feature
      const value = row.values[feature]
      if (present[at] === 0) continue
      if (value === value) centres[at] += nearness * (value - centres[at])
      else {
        // River: a centre loses a feature for good that an event near it does not have.
        centres[at] = 0
        present[at] = 0
      }
    }
  }

  /** Micro-clusters that would come to overlap too much stay where they were. */
  private pushApart(): void {
    const { micro, found, limit } = this
    const { slots, count } = found
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        if (squareBetween(micro.places, slots[a], slots[b]) >= limit) continue
        this.putBack(a)
        this.putBack(b)
      }
    }
  }

  private putBack(a: number): void {
    const { micro, found, before, presentBefore } = this
    const { stride, centres, present } = micro.places
    const to = found.slots[a] * stride
    for (let i = 0; i < stride; i++) {
      centres[to + i] = before[a * stride + i]
      present[to + i] = presentBefore[a * stride + i]
    }
  }

  /** Drops the micro-clusters that have become faint; densities know by themselves. */
  private cleanUp(): void {
    const { micro, density, fading, weak, time, deadlines } = this
    const { weights, times, places } = micro
    this.fade.cleaned = time
    this.cleaned = time
    let count = 0
    while (deadlines.next <= time) {
      const slot = deadlines.take()
      if (weights[slot] * fading.after(time - times[slot]) < weak) {
        this.faint = growInts(this.faint, count + 1)
        this.faint[count++] = slot
      } else this.setDeadline(slot)
    }
    const faint = this.faint.subarray(0, count)
    if (count > 1) faint.sort((a, b) => places.ranks[a] - places.ranks[b])
    for (let k = 0; k < count; k++) {
      this.macro.detach(faint[k])
      density.remove(micro, faint[k])
    }
  }

  checkState(): void {
    const { time, cleaned, micro, density, schema } = this
    const counted = Number.isSafeInteger(time) && Number.isSafeInteger(cleaned)
    if (!counted || cleaned < 0 || cleaned > time) {
      throw new SnapshotError('DBSTREAM must have cleaned up before now', cleaned)
    }
    micro.check(schema.size, time)
    density.check(micro, time)
    this.fade.cleaned = cleaned
    this.deadlines.clear()
    const { places } = micro
    for (let slot = places.first; slot >= 0; slot = places.next[slot]) {
      if (places.holds(slot)) this.setDeadline(slot)
    }
  }
}
