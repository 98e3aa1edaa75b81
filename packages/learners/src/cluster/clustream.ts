import {
  Clusterer,
  Row,
  type Rules,
  random,
  type Schema,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { findNearest } from '../spatial/points.js'
import { type CentroidOptions, Centroids, shareOf } from './centroids.js'
import { ClosestPair } from './closest-pair.js'
import { type ClusterProfile, profileOf, slotsOf } from './cluster-profile.js'
import { TimedPoints } from './clustream-points.js'
import { SeededDraws } from './seeded-draws.js'

export interface CluStreamOptions extends Omit<CentroidOptions, 'nClusters'> {
  /** How many clusters the micro-clusters are put into. */
  readonly nMacroClusters: number
  /** How many micro-clusters there are. */
  readonly maxMicroClusters: number
  /** An event within so many standard deviations of a micro-cluster belongs to it. */
  readonly microClusterRFactor: number
  /** A micro-cluster whose newest events are older than so many events gives way. */
  readonly timeWindow: number
  /** After so many events the micro-clusters are clustered. */
  readonly timeGap: number
  /** Of the generator that draws the centres of clusters, each time anew; null: one is drawn. */
  readonly seed: random.PlainSeed
}

/** A small group of events. */
export interface CluStreamMicroCluster {
  readonly center: Record<string, number>
  readonly weight: number
}

/**
 * A fixed number of small groups that know their mean, spread and age; from time to time k-means
 * puts them into clusters. The first events are a group each; then an event joins the nearest, or
 * takes the place of one that is old, or of one of the two nearest, which are merged.
 *
 * An event of weight w counts as w events. A feature that a group has not met before is met with
 * the event that brings it (River fails). As long as no clusters were made, all events are in 0.
 *
 * Draws: whenever groups are clustered, as `KMeans` does.
 *
 * @example
 * const options = { nMacroClusters: 2, maxMicroClusters: 4, timeGap: 4, sigma: 5, seed: 1 }
 * const model = new cluster.CluStream(options)
 * for (const x of [1, 9, 2, 8, 1.5, 8.5, 1, 9]) model.learnOne({ x })
 * model.predictOne({ x: 0 }) === model.predictOne({ x: 10 }) // => false
 */
export class CluStream extends Clusterer<CluStreamOptions> {
  static override readonly id = 'cluster.CluStream'
  static override readonly rules: Rules<CluStreamOptions> = {
    nMacroClusters: { kind: 'integer', default: 5, atLeast: 1, atMost: 1_048_576 },
    maxMicroClusters: { kind: 'integer', default: 100, atLeast: 1, atMost: 1_048_576 },
    microClusterRFactor: { kind: 'number', default: 2, atLeast: 0 },
    timeWindow: { kind: 'number', default: 1000, atLeast: 0 },
    timeGap: { kind: 'integer', default: 100, atLeast: 1 },
    seed: { kind: 'any', default: null },
    halflife: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
    mu: { kind: 'number', default: 0 },
    sigma: { kind: 'number', default: 1, atLeast: 0 },
    p: { kind: 'number', default: 2, above: 0 },
  }
  static override readonly state = ['time', 'rng', 'micro', 'macro', 'clustered'] as const
  static readonly parts: readonly unknown[] = [random.Random, TimedPoints, Centroids]

  private time = -1
  /** Never drawn from: it holds the seed. */
  private readonly rng: random.Random = seeded('CluStream', this.options.seed)
  private readonly micro: TimedPoints = new TimedPoints()
  private readonly macro: Centroids = new Centroids()
  private clustered = false

  // Worked out from the above; no state.
  private readonly centroids: CentroidOptions = {
    ...this.options,
    nClusters: this.options.nMacroClusters,
  }
  private draws: SeededDraws | undefined
  private readonly pair: ClosestPair = new ClosestPair()
  private readonly scratch: Row = new Row()
  private place: Float64Array = new Float64Array(8)

  /** What the generators were seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, weight: number): void {
    const { micro, options } = this
    const { maxMicroClusters } = options
    this.time += 1
    micro.widen(row.width)
    if (micro.count < maxMicroClusters) {
      // River: the first ones all count as come at the same time.
      micro.learn(micro.add(), row, weight, maxMicroClusters - 1)
      if (micro.count === maxMicroClusters) this.pair.begin(maxMicroClusters)
      return
    }
    const nearest = findNearest(micro, this.placeOf(row), 0)
    if (this.distanceTo(nearest) < this.reachOf(nearest)) {
      micro.learn(nearest, row, weight, this.time)
      this.pair.move(nearest)
    } else this.makeRoom(row, weight)
    if (this.time % options.timeGap === options.timeGap - 1) this.cluster()
  }

  predictRow(row: Row): number {
    const { micro, scratch, options } = this
    if (!this.clustered) return 0
    const place = this.placeOf(row)
    let beyond = 0
    for (let feature = micro.features; feature < row.width; feature++) {
      beyond += place[feature] * place[feature]
    }
    micro.toRow(findNearest(micro, place, beyond), scratch)
    return this.macro.nearest(scratch, options.nMacroClusters, options.p)
  }

  /** Where each cluster is; empty as long as none were made. */
  get centers(): Map<number, Record<string, number>> {
    const { clustered, macro, options, schema } = this
    return clustered ? macro.toMap(options.nMacroClusters, schema.names()) : new Map()
  }

  get microClusters(): Map<number, CluStreamMicroCluster> {
    const { micro, schema } = this
    const describe = (slot: number) => ({
      center: centreOf(micro, slot, schema),
      weight: micro.seen[slot],
    })
    return new Map(Array.from({ length: micro.count }, (_, slot) => [slot, describe(slot)]))
  }

  /** By the number of a micro-cluster that of its cluster; empty as long as none were made. */
  get microToMacro(): Map<number, number> {
    const { labels } = this
    return new Map(Array.from(labels.entries()))
  }

  /** What the micro-clusters of a cluster have in common; undefined if there is none. */
  clusterProfile(k: number): ClusterProfile | undefined {
    const { features, stride, centres, weights, seen } = this.micro
    const points = { features, stride, centres, known: weights, weights: seen }
    return profileOf(points, slotsOf(this.labels, this.labels.length, k), this.schema)
  }

  private get labels(): Int32Array {
    const { micro, macro, options, scratch, clustered } = this
    return Int32Array.from({ length: clustered ? micro.count : 0 }, (_, slot) => {
      micro.toRow(slot, scratch)
      return macro.nearest(scratch, options.nMacroClusters, options.p)
    })
  }

  /** The row with 0 for what is absent. */
  private placeOf(row: Row): Float64Array {
    const { indices, values, count, width } = row
    const length = Math.max(width, this.micro.features)
    if (length > this.place.length) this.place = new Float64Array(2 * length)
    const { place } = this
    place.fill(0)
    for (let k = 0; k < count; k++) place[indices[k]] = values[indices[k]]
    return place
  }

  private distanceTo(slot: number): number {
    const { place, micro } = this
    let square = 0
    for (let feature = 0, at = slot * micro.stride; feature < micro.features; feature++, at++) {
      const apart = micro.centres[at] - place[feature]
      square += apart * apart
    }
    return Math.sqrt(square)
  }

  /** How near an event must be; to one that has seen a single event, nearer than all others. */
  private reachOf(slot: number): number {
    const { micro, options } = this
    if (micro.seen[slot] !== 1) return micro.deviation(slot) * options.microClusterRFactor
    return Math.sqrt(leastSquareFrom(micro, slot))
  }

  /** Gives an event a micro-cluster of its own: that of one that is old, or of two merged. */
  private makeRoom(row: Row, weight: number): void {
    const { micro, pair, options, time } = this
    const threshold = time - options.timeWindow
    let free = 0
    while (free < micro.count) {
      if (micro.relevance(free, options.maxMicroClusters) < threshold) break
      free++
    }
    if (free === micro.count) {
      pair.find(micro)
      // River: with a single micro-cluster this is merged with itself, and then replaced.
      if (pair.first !== pair.second) micro.merge(pair.first, pair.second)
      pair.move(pair.first)
      free = pair.second
    }
    micro.clear(free)
    micro.learn(free, row, weight, time)
    pair.move(free)
  }

  /** Lets new clusters learn from the centres of the micro-clusters. */
  private cluster(): void {
    const { micro, centroids, scratch } = this
    const { nClusters, p } = centroids
    this.draws ??= new SeededDraws(this.seed, centroids)
    const draws = this.draws.restart()
    const { macro } = this
    macro.clear()
    const share = shareOf(centroids.halflife, 1)
    for (let slot = 0; slot < micro.count; slot++) {
      micro.toRow(slot, scratch)
      macro.meet(scratch, centroids, draws)
      macro.pull(macro.nearest(scratch, nClusters, p), scratch, share)
    }
    this.clustered = true
  }

  checkState(): void {
    const { time, micro, macro, clustered, options, schema } = this
    this.draws = undefined
    micro.check(schema.size)
    macro.check(options.nMacroClusters, schema.size)
    const counted = Number.isSafeInteger(time) && time >= micro.count - 1
    const full = micro.count === options.maxMicroClusters
    if (!counted || micro.count > options.maxMicroClusters || (clustered && !full)) {
      throw new SnapshotError('CluStream must have learned an event for each micro-cluster', time)
    }
    if (full) this.pair.begin(micro.count)
  }
}

function leastSquareFrom({ count, features, stride, centres }: TimedPoints, slot: number): number {
  const own = slot * stride
  let least = Infinity
  for (let other = 0; other < count; other++) {
    if (other === slot) continue
    let square = 0
    for (let feature = 0; feature < features; feature++) {
      const apart = centres[other * stride + feature] - centres[own + feature]
      square += apart * apart
    }
    if (square < least) least = square
  }
  return least
}

function centreOf(micro: TimedPoints, slot: number, schema: Schema): Record<string, number> {
  const { features, stride, centres, weights } = micro
  const entries: [string, number][] = []
  for (let feature = 0, at = slot * stride; feature < features; feature++, at++) {
    if (weights[at] > 0) entries.push([schema.name(feature), centres[at]])
  }
  return Object.fromEntries(entries)
}
