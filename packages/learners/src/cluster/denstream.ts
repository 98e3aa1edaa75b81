import {
  Clusterer,
  type Given,
  growFloats,
  InvalidOptionError,
  math,
  NO_FLOATS,
  Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { squareLimit } from '../spatial/points.js'
import { centreByName } from './centres.js'
import { type ClusterProfile, profileOf } from './cluster-profile.js'
import { byNumber, numbersOf } from './clustering-maps.js'
import { DenseClusters } from './dense-clusters.js'
import { DenseGroups } from './dense-groups.js'
import type {
  DenStreamCluster,
  DenStreamMicroCluster,
  DenStreamOptions,
} from './denstream-types.js'
import { Fading } from './fading.js'
import { FirstEvents } from './first-events.js'

/**
 * Clusters in a stream as dense regions: micro-clusters that fade, those that may be noise apart
 * from the others. Of the others those that weigh enough and touch are one cluster.
 *
 * An event of weight w counts as w events. Until enough events have come for a beginning all are
 * in cluster 0; while no micro-cluster is more than an outlier, -1. In River a prediction that
 * joins micro-clusters adds their sums to the first of them for good: here nothing changes.
 *
 * @example
 * const options = { nSamplesInit: 10, epsilon: 1, decayingFactor: 0.01, mu: 3 }
 * const model = new cluster.DenStream(options)
 * for (let i = 0; i < 40; i++) model.learnOne({ x: (i % 2) * 10 + 0.1 * (i % 3) })
 * model.predictOne({ x: 0 }) // => 0
 * model.predictOne({ x: 10 }) // => 1
 * model.nClusters // => 2
 */
export class DenStream extends Clusterer<DenStreamOptions> {
  static override readonly id = 'cluster.DenStream'
  static override readonly rules: Rules<DenStreamOptions> = {
    decayingFactor: { kind: 'number', default: 0.25, above: 0 },
    beta: { kind: 'number', default: 0.75, above: 0, atMost: 1 },
    mu: { kind: 'number', default: 2, above: 0 },
    epsilon: { kind: 'number', default: 0.02, above: 0 },
    nSamplesInit: { kind: 'integer', default: 1000, atLeast: 1 },
    streamSpeed: { kind: 'integer', default: 100, atLeast: 1 },
  }
  static override readonly state = [
    'time',
    'seen',
    'begun',
    'cleaned',
    'first',
    'potential',
    'outliers',
  ] as const
  static readonly parts: readonly unknown[] = [FirstEvents, DenseClusters]

  /** In units of time; how many events have come. */
  private time = -1
  private seen = 0
  private begun = false
  /** When it last cleaned up. */
  private cleaned = -1
  private readonly first: FirstEvents = new FirstEvents()
  private readonly potential: DenseClusters = new DenseClusters()
  private readonly outliers: DenseClusters = new DenseClusters()

  // Worked out from the above; no state.
  private readonly enough: number
  /** After so many units of time it cleans up. */
  private readonly period: number
  private readonly fading: Fading
  private readonly groups: DenseGroups
  private readonly scratch: Row = new Row()
  private place: Float64Array = NO_FLOATS

  constructor(given?: Given<DenStreamOptions>) {
    super(given)
    const { mu, beta, decayingFactor } = this.options
    this.enough = mu * beta
    if (this.enough <= 1) {
      const expected = 'times beta must be above 1: outliers would be as good as clusters'
      throw new InvalidOptionError(this.who, 'mu', expected, mu)
    }
    this.period = Math.ceil((1 / decayingFactor) * math.log(this.enough / (this.enough - 1)))
    this.fading = new Fading(decayingFactor)
    this.groups = new DenseGroups(this.potential, this.fading, this.options)
  }

  learnRow(row: Row, weight: number): void {
    this.seen += 1
    if (this.seen % this.options.streamSpeed === 0) this.time += 1
    if (!this.begun) {
      this.first.add(row, weight)
      if (this.first.count === this.options.nSamplesInit) this.begin()
      return
    }
    this.potential.widen(row.width)
    this.outliers.widen(row.width)
    this.merge(row, weight)
    if (this.time > 0 && this.time % this.period === 0 && this.cleaned < this.time) this.cleanUp()
  }

  predictRow(row: Row): number {
    if (!this.begun) return 0
    const { groups, time } = this
    const clusters = groups.gather(time)
    const place = this.placeOf(row)
    let beyond = 0
    for (let feature = clusters.features; feature < row.width; feature++) {
      beyond += place[feature] * place[feature]
    }
    return clusters.nearest(place, beyond)
  }

  /** How many clusters there are. */
  get nClusters(): number {
    return this.groups.label(this.time).size
  }

  get clusters(): Map<number, DenStreamCluster> {
    const clusters = this.groups.gather(this.time)
    return byNumber(clusters, (cluster) => ({
      center: centreByName(clusters, cluster, this.schema),
      weight: clusters.weights[cluster],
    }))
  }

  /** The centre of each cluster. */
  get centers(): Map<number, Record<string, number>> {
    return new Map(Array.from(this.clusters, ([i, { center }]) => [i, center]))
  }

  /** By the key of a micro-cluster the number of its cluster. */
  get microToMacro(): Map<number, number> {
    const { places, keys } = this.potential
    return numbersOf(this.groups.label(this.time), places, keys)
  }

  /** What the micro-clusters of a cluster have in common; undefined if there is no such cluster. */
  clusterProfile(k: number): ClusterProfile | undefined {
    const { places, weights } = this.potential
    const slots = this.groups.label(this.time).members(k)
    const { features, stride, centres, present } = places
    const points = { features, stride, centres, known: present, weights }
    return profileOf(points, slots, this.schema)
  }

  /** The same as `pMicroClusters`: what `microToMacro` tells the clusters of. */
  get microClusters(): Map<number, DenStreamMicroCluster> {
    return this.pMicroClusters
  }

  /** The micro-clusters that clusters are made of, by their keys. */
  get pMicroClusters(): Map<number, DenStreamMicroCluster> {
    return this.described(this.potential)
  }

  /** Those that may be outliers. */
  get oMicroClusters(): Map<number, DenStreamMicroCluster> {
    return this.described(this.outliers)
  }

  private described(micro: DenseClusters): Map<number, DenStreamMicroCluster> {
    const { places, keys, weights, changed, created } = micro
    const described = new Map<number, DenStreamMicroCluster>()
    for (let slot = places.first; slot >= 0; slot = places.next[slot]) {
      described.set(keys[slot], {
        center: centreByName(places, slot, this.schema),
        weight: weights[slot],
        lastEdit: changed[slot],
        created: created[slot],
      })
    }
    return described
  }

  /** The row with 0 for what is absent. */
  private placeOf(row: Row): Float64Array {
    const { indices, values, count, width } = row
    this.place = growFloats(this.place, Math.max(width, this.potential.places.features))
    const { place } = this
    place.fill(0)
    for (let k = 0; k < count; k++) place[indices[k]] = values[indices[k]]
    return place
  }

  /** Puts an event into the nearest micro-cluster that stays small enough, or makes one of it. */
  private merge(row: Row, weight: number): void {
    const { potential, outliers, time } = this
    const { epsilon } = this.options
    const place = this.placeOf(row)
    let slot = potential.places.nearest(place, 0)
    if (slot >= 0 && potential.radiusWith(slot, place, weight) <= epsilon) {
      potential.insert(slot, row, weight, time)
      return
    }
    slot = outliers.places.nearest(place, 0)
    if (slot < 0 || outliers.radiusWith(slot, place, weight) > epsilon) {
      outliers.begin(row, weight, time)
      return
    }
    outliers.insert(slot, row, weight, time)
    // It has just changed: nothing of its weight has faded.
    if (outliers.weights[slot] <= this.enough) return
    potential.adopt(this.scratch, outliers, slot)
    outliers.remove(slot)
  }

  /** Removes what has faded too far; what changes later at the same time is heavy enough. */
  private cleanUp(): void {
    const { potential, outliers, fading, time, period } = this
    this.cleaned = time
    removeIf(potential, (slot) => {
      const weight = potential.weights[slot] * fading.after(time - potential.changed[slot])
      if (weight >= this.enough) return false
      this.groups.detach(slot)
      return true
    })
    const whole = fading.after(period) - 1
    removeIf(outliers, (slot) => {
      const due = (fading.after(time - outliers.created[slot] + period) - 1) / whole
      return outliers.weights[slot] * fading.after(time - outliers.changed[slot]) < due
    })
  }

  /** Makes the first micro-clusters, of first events that have enough others around them. */
  private begin(): void {
    const { first, potential, scratch, time } = this
    this.begun = true
    potential.widen(first.features)
    this.outliers.widen(first.features)
    const limit = squareLimit(this.options.epsilon)
    const covered = new Uint8Array(first.count)
    for (let event = 0; event < first.count; event++) {
      if (covered[event] === 1) continue
      const around: number[] = []
      let weight = 0
      for (let other = 0; other < first.count; other++) {
        if (other === event || covered[other] === 1) continue
        if (first.squareBetween(event, other) >= limit) continue
        around.push(other)
        weight += first.weights[other]
      }
      if (weight <= this.options.mu) continue
      first.toRow(event, scratch)
      const slot = potential.begin(scratch, first.weights[event], time)
      covered[event] = 1
      for (const other of around) {
        covered[other] = 1
        first.toRow(other, scratch)
        potential.insert(slot, scratch, first.weights[other], time)
      }
    }
    first.clear()
  }

  checkState(): void {
    const { time, seen, begun, cleaned, first, potential, outliers, options, schema } = this
    const counted = Number.isSafeInteger(seen) && seen >= 0
    const timed = time === Math.floor(seen / options.streamSpeed) - 1
    if (!counted || !timed || !Number.isInteger(cleaned) || cleaned < -1 || cleaned > time) {
      throw new SnapshotError('DenStream must know how many events have come', seen)
    }
    first.check(schema.size, options.nSamplesInit - 1)
    const waiting = begun ? 0 : seen
    if (first.count > waiting || (!begun && (potential.count > 0 || outliers.count > 0))) {
      throw new SnapshotError('DenStream must wait for its first events', first.count)
    }
    potential.check(schema.size, time)
    outliers.check(schema.size, time)
    if (potential.places.features !== outliers.places.features) {
      throw new SnapshotError('micro-clusters of both kinds must have the same features')
    }
  }
}

function removeIf(micro: DenseClusters, faint: (slot: number) => boolean): void {
  const { places } = micro
  for (let slot = places.first; slot >= 0; ) {
    const next = places.next[slot]
    if (faint(slot)) micro.remove(slot)
    slot = next
  }
}
