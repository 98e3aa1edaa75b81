import {
  growFloats,
  growInts,
  NO_FLOATS,
  NO_INTS,
  type Row,
  relayout,
  SnapshotError,
} from '@coelho/core'
import { Centres } from './centres.js'
import { Touched } from './touched.js'

const NONE = -1

/**
 * DenStream's micro-clusters of one kind: weights, sums and sums of squares of their events, by
 * the slots of their centres. Each has a key, and stands where its key came first.
 *
 * River: the key of a new one is how many there are. Where some were removed that key may be in
 * use: the micro-cluster that has it is lost to the new one, which takes its place.
 */
export class DenseClusters {
  static readonly id = 'cluster.DenseClusters'
  static readonly state = [
    'places',
    'last',
    'rank',
    'keys',
    'slotOf',
    'weights',
    'changed',
    'created',
    'sums',
    'squares',
  ] as const
  static readonly parts: readonly unknown[] = [Centres]

  readonly places: Centres = new Centres()
  /** The slot of the last one in the list, and the rank of the next. */
  private last: number = NONE
  private rank = 0
  /** By slot: its key, and by key: its slot or -1. */
  keys: Int32Array = NO_INTS
  private slotOf: Int32Array = NO_INTS
  // By slot: the weight when it last changed, when that was, and when it was made.
  weights: Float64Array = NO_FLOATS
  changed: Float64Array = NO_FLOATS
  created: Float64Array = NO_FLOATS
  // By slot and feature.
  sums: Float64Array = NO_FLOATS
  squares: Float64Array = NO_FLOATS
  /** No state: those that have changed since they were put together. */
  readonly touched: Touched = new Touched()

  get count(): number {
    return this.places.live
  }

  widen(features: number): void {
    const { places } = this
    const { stride } = places
    places.widen(features)
    if (places.stride === stride) return
    this.sums = relayout(this.sums, places.count, stride, places.count, places.stride)
    this.squares = relayout(this.squares, places.count, stride, places.count, places.stride)
  }

  /** One that has a single event. */
  begin(row: Row, weight: number, time: number): number {
    const { places } = this
    const slot = this.take()
    places.put(slot, row)
    this.weights[slot] = weight
    this.changed[slot] = time
    this.created[slot] = time
    const base = slot * places.stride
    this.sums.fill(0, base, base + places.stride)
    this.squares.fill(0, base, base + places.stride)
    for (let k = 0; k < row.count; k++) {
      const value = row.values[row.indices[k]]
      this.sums[base + row.indices[k]] = weight * value
      this.squares[base + row.indices[k]] = weight * value * value
    }
    return slot
  }

  /** Takes one over from those of another kind. */
  adopt(row: Row, other: DenseClusters, from: number): void {
    const { places } = this
    const slot = this.take()
    other.toRow(from, row)
    places.put(slot, row)
    this.weights[slot] = other.weights[from]
    this.changed[slot] = other.changed[from]
    this.created[slot] = other.created[from]
    const { stride, features } = places
    for (let feature = 0; feature < features; feature++) {
      const source = from * other.places.stride + feature
      this.sums[slot * stride + feature] = other.sums[source]
      this.squares[slot * stride + feature] = other.squares[source]
    }
  }

  /** A slot in the list, whose centre is to be put. */
  private take(): number {
    const { places } = this
    const key = places.live
    this.slotOf = growInts(this.slotOf, key + 1, NONE)
    const held = this.slotOf[key]
    if (held !== NONE) {
      places.vanish(held)
      this.touched.mark(held, key)
      return held
    }
    const slot = places.take(this.last, this.rank++)
    this.last = slot
    this.slotOf[key] = slot
    this.keys = growInts(this.keys, places.count)
    this.weights = growFloats(this.weights, places.count)
    this.changed = growFloats(this.changed, places.count)
    this.created = growFloats(this.created, places.count)
    this.sums = growFloats(this.sums, places.count * places.stride)
    this.squares = growFloats(this.squares, places.count * places.stride)
    this.keys[slot] = key
    this.touched.mark(slot, key)
    return slot
  }

  insert(slot: number, row: Row, weight: number, time: number): void {
    const { places, sums, squares } = this
    const { centres, present, features, stride } = places
    const total = this.weights[slot] + weight
    this.weights[slot] = total
    this.changed[slot] = time
    const base = slot * stride
    for (let k = 0; k < row.count; k++) {
      const at = base + row.indices[k]
      const value = row.values[row.indices[k]]
      sums[at] += weight * value
      squares[at] += weight * value * value
      present[at] = 1
    }
    const share = 1 / total
    for (let at = base; at < base + features; at++) centres[at] = sums[at] * share
    places.index.moved(places, slot)
    this.touched.mark(slot, places.live)
  }

  remove(slot: number): void {
    const { places } = this
    this.slotOf[this.keys[slot]] = NONE
    if (slot === this.last) this.last = places.previous[slot]
    places.vanish(slot)
    places.drop(slot)
    this.weights[slot] = 0
    this.changed[slot] = 0
    this.created[slot] = 0
    this.keys[slot] = 0
  }

  /** The radius of one, by River's formula. */
  radius(slot: number): number {
    const { sums, squares } = this
    const { features, stride } = this.places
    let ofSums = 0
    let ofSquares = 0
    for (let at = slot * stride; at < slot * stride + features; at++) {
      ofSums += sums[at] * sums[at]
      ofSquares += squares[at] * squares[at]
    }
    return radiusOf(ofSums, ofSquares, this.weights[slot])
  }

  /** The radius that it would have with a row more, given 0 for what is absent. */
  radiusWith(slot: number, place: Float64Array, weight: number): number {
    const { sums, squares } = this
    const { features, stride } = this.places
    const base = slot * stride
    let ofSums = 0
    let ofSquares = 0
    for (let feature = 0; feature < features; feature++) {
      const value = place[feature]
      const sum = sums[base + feature] + weight * value
      const square = squares[base + feature] + weight * value * value
      ofSums += sum * sum
      ofSquares += square * square
    }
    return radiusOf(ofSums, ofSquares, this.weights[slot] + weight)
  }

  private toRow(slot: number, row: Row): void {
    const { features, stride, centres, present } = this.places
    row.clear()
    for (let feature = 0; feature < features; feature++) {
      const at = slot * stride + feature
      if (present[at] === 1) row.put(feature, centres[at])
    }
    row.seal(features)
  }

  check(width: number, time: number): void {
    const { places, weights, changed, created, keys, slotOf, sums, squares } = this
    places.check(width)
    this.touched.all = true
    const { count, stride } = places
    const listed = [weights, changed, created, keys].every((list) => list.length >= count)
    if (!listed || sums.length < count * stride || squares.length < count * stride) {
      throw new SnapshotError('micro-clusters must have arrays of their number')
    }
    const numbers = (list: Float64Array) => list.every((value) => value === value)
    if (!numbers(sums) || !numbers(squares)) throw new SnapshotError('sums must be numbers')
    let last = NONE
    for (let slot = places.first; slot !== NONE; slot = places.next[slot]) {
      const timed = Number.isInteger(changed[slot]) && Number.isInteger(created[slot])
      const past = created[slot] >= -1 && created[slot] <= changed[slot] && changed[slot] <= time
      const weighs = weights[slot] > 0 && weights[slot] < Infinity
      const ranked = Number.isSafeInteger(this.rank) && places.ranks[slot] < this.rank
      if (!timed || !past || !weighs || !ranked || slotOf[keys[slot]] !== slot) {
        throw new SnapshotError('micro-clusters must have keys, weights and times')
      }
      if (!places.holds(slot)) throw new SnapshotError('each micro-cluster must have a centre')
      last = slot
    }
    const keyed = slotOf.reduce((sum, slot) => sum + Number(slot !== NONE), 0)
    if (last !== this.last || keyed !== places.live) {
      throw new SnapshotError('keys must be those of the micro-clusters')
    }
  }
}

function radiusOf(ofSums: number, ofSquares: number, weight: number): number {
  const share = 1 / weight
  const square = Math.sqrt(ofSquares) * share - ofSums * share * share
  return square > 0 ? Math.sqrt(square) : 0
}
