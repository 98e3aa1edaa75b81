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
import { Fading } from './fading.js'
import { MacroClusters } from './macro-clusters.js'
import { centreByName, MicroClusters } from './micro-clusters.js'
import { Found, findNearest, findWithin, squareBetween, squareLimit } from './search.js'
import { type Fade, SharedDensity } from './shared-density.js'

export interface DBSTREAMOptions {
  /** The radius of a micro-cluster. */
  readonly clusteringThreshold: number
  /** How fast weights fade: after n events 2^(-fadingFactor * n) is left. */
  readonly fadingFactor: number
  /** After so many events micro-clusters and densities that have become faint are dropped. */
  readonly cleanupInterval: number
  /** Two micro-clusters that share more than this part of their weight are one cluster. */
  readonly intersectionFactor: number
  /** A micro-cluster of less weight is noise. */
  readonly minimumWeight: number
}

/** A group of events. */
export interface Cluster {
  readonly center: Record<string, number>
  /** When its first micro-cluster last changed, in events. */
  readonly lastUpdate: number
  /** How many events it is worth, each faded. */
  readonly weight: number
}

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
  private macro: MacroClusters | undefined
  private readonly fading: Fading = new Fading(this.options.fadingFactor)
  private readonly weak: number = this.fading.after(this.options.cleanupInterval)
  private readonly limit: number = squareLimit(this.options.clusteringThreshold)
  private readonly found: Found = new Found()
  private place: Float64Array = NO_FLOATS
  /** The centres of the micro-clusters around an event before it moved them. */
  private before: Float64Array = NO_FLOATS
  private presentBefore: Uint8Array = new Uint8Array(0)
  private kept: Int32Array = NO_INTS

  learnRow(row: Row, weight: number): void {
    const { micro, density, found, time } = this
    micro.widen(row.width)
    findWithin(micro, this.placeOf(row), this.limit, found)
    if (found.count === 0) density.add(micro, micro.add(row, time, weight))
    else {
      const fade = this.fade()
      this.rememberCentres()
      for (let a = 0; a < found.count; a++) {
        this.pull(row, a, weight)
        for (let b = a + 1; b < found.count; b++) {
          density.touch(micro, found.slots[a], found.slots[b], weight, time, fade)
        }
      }
      this.pushApart()
    }
    this.time = time + 1
    if (this.time % this.options.cleanupInterval === 0) this.cleanUp()
    this.macro = undefined
  }

  predictRow(row: Row): number {
    const macro = this.clustering()
    const place = this.placeOf(row)
    let beyond = 0
    for (let feature = macro.features; feature < row.width; feature++) {
      beyond += place[feature] * place[feature]
    }
    return Math.max(0, findNearest(macro, place, beyond))
  }

  /** How many clusters there are; noise is in none. */
  get nClusters(): number {
    return this.clustering().count
  }

  get clusters(): Map<number, Cluster> {
    const macro = this.clustering()
    return new Map(Array.from({ length: macro.count }, (_, i) => [i, this.describe(macro, i)]))
  }

  /** The centre of each cluster. */
  get centers(): Map<number, Record<string, number>> {
    const macro = this.clustering()
    const centreOf = (i: number) => centreByName(macro, i, this.schema)
    return new Map(Array.from({ length: macro.count }, (_, i) => [i, centreOf(i)]))
  }

  /** The small clusters by their numbers, noise included. */
  get microClusters(): Map<number, Cluster> {
    const { micro } = this
    const { count, ids } = micro
    return new Map(Array.from({ length: count }, (_, i) => [ids[i], this.describe(micro, i)]))
  }

  private describe(points: MicroClusters | MacroClusters, slot: number): Cluster {
    return {
      center: centreByName(points, slot, this.schema),
      lastUpdate: points.times[slot],
      weight: points.weights[slot],
    }
  }

  private clustering(): MacroClusters {
    this.macro ??= new MacroClusters(this.micro, this.density, this.fade(), this.options)
    return this.macro
  }

  private fade(): Fade {
    const { fading, cleaned, weak } = this
    return { fading, cleaned, faint: this.options.intersectionFactor * weak }
  }

  /** The row with 0 for what is absent. */
  private placeOf(row: Row): Float64Array {
    const { indices, values, count, width } = row
    this.place = growFloats(this.place, Math.max(width, this.micro.features))
    const { place } = this
    place.fill(0)
    for (let k = 0; k < count; k++) place[indices[k]] = values[indices[k]]
    return place
  }

  private rememberCentres(): void {
    const { micro, found } = this
    const { stride, centres, present } = micro
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
    const { stride, features, centres, present, weights, times } = micro
    const slot = found.slots[a]
    weights[slot] = weights[slot] * this.fading.after(time - times[slot]) + weight
    times[slot] = time
    const sigma = this.options.clusteringThreshold / 3
    const nearness = math.exp(-found.squares[a] / (2 * (sigma * sigma)))
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
        if (squareBetween(micro, slots[a], slots[b]) >= limit) continue
        this.putBack(a)
        this.putBack(b)
      }
    }
  }

  private putBack(a: number): void {
    const { micro, found, before, presentBefore } = this
    const { stride, centres, present } = micro
    const to = found.slots[a] * stride
    for (let i = 0; i < stride; i++) {
      centres[to + i] = before[a * stride + i]
      present[to + i] = presentBefore[a * stride + i]
    }
  }

  /** Drops the micro-clusters that have become faint; densities know by themselves. */
  private cleanUp(): void {
    const { micro, density, fading, weak, time } = this
    const { count, weights, times } = micro
    this.cleaned = time
    this.kept = growInts(this.kept, count)
    let kept = 0
    for (let slot = 0; slot < count; slot++) {
      if (weights[slot] * fading.after(time - times[slot]) < weak) density.release(micro, slot)
      else this.kept[kept++] = slot
    }
    if (kept === count) return
    density.keep(this.kept, kept, count)
    micro.keep(this.kept, kept)
  }

  checkState(): void {
    const { time, cleaned, micro, density, schema } = this
    const counted = Number.isSafeInteger(time) && Number.isSafeInteger(cleaned)
    if (!counted || cleaned < 0 || cleaned > time) {
      throw new SnapshotError('DBSTREAM must have cleaned up before now', cleaned)
    }
    micro.check(schema.size, time)
    density.check(micro, time)
    this.macro = undefined
  }
}
