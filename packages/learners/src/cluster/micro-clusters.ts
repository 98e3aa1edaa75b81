import { growFloats, NO_FLOATS, type Row, SnapshotError } from '@coelho/core'
import { Centres } from './centres.js'

const NONE = -1

/**
 * Micro-clusters by their numbers, which are the ranks of their centres. One that is removed while
 * an edge still leads to it keeps its slot, without a centre: a later one of its number takes it.
 */
export class MicroClusters {
  static readonly id = 'cluster.MicroClusters'
  static readonly state = ['places', 'last', 'weights', 'times'] as const
  static readonly parts: readonly unknown[] = [Centres]

  readonly places: Centres = new Centres()
  /** The slot of the highest number. */
  last: number = NONE
  // By slot: the weight when it last changed (0 where there is none), and when that was.
  weights: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS

  /** A micro-cluster at a row; gives its slot. */
  add(row: Row, time: number, weight: number): number {
    const { places, last } = this
    // River: the number after the highest there is, so that those of the removed come again.
    const number = last === NONE ? 0 : places.ranks[last] + 1
    const behind = last === NONE ? places.first : places.next[last]
    const waits = behind !== NONE && places.ranks[behind] === number
    const slot = waits ? behind : places.take(last, number)
    places.put(slot, row)
    this.weights = growFloats(this.weights, places.count)
    this.times = growFloats(this.times, places.count)
    this.weights[slot] = weight
    this.times[slot] = time
    this.last = slot
    return slot
  }

  /** Removes one; `waits`: its slot is kept for a later one of its number. */
  remove(slot: number, waits: boolean): void {
    const { places } = this
    places.vanish(slot)
    this.weights[slot] = 0
    this.times[slot] = 0
    while (this.last !== NONE && !places.holds(this.last)) this.last = places.previous[this.last]
    if (!waits) places.drop(slot)
  }

  check(width: number, now: number): void {
    const { places, last, weights, times } = this
    places.check(width)
    const { count } = places
    if (weights.length < count || times.length < count) {
      throw new SnapshotError('micro-clusters must have arrays of their number')
    }
    for (let slot = 0; slot < count; slot++) {
      const held = places.holds(slot)
      const aged = times[slot] >= 0 && times[slot] <= now && Number.isInteger(times[slot])
      const weighs = weights[slot] >= 0 && weights[slot] < Infinity && (held || weights[slot] === 0)
      if (!aged || !weighs || (held && !Number.isSafeInteger(places.ranks[slot]))) {
        throw new SnapshotError('micro-clusters must have numbers, weights and times')
      }
    }
    let highest = NONE
    for (let slot = places.first; slot !== NONE; slot = places.next[slot]) {
      if (places.ranks[slot] < 0) throw new SnapshotError('numbers begin with 0')
      if (places.holds(slot)) highest = slot
    }
    if (highest !== last) throw new SnapshotError('the last micro-cluster must be the last', last)
  }
}
