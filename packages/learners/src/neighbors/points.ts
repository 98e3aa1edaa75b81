import {
  type FeatureValue,
  growBytes,
  growFloats,
  InvalidInputError,
  NO_FLOATS,
  type Row,
  relayout,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import type { AimedPoints } from '../spatial/few.js'
import { power } from '../spatial/power.js'
import type { SpatialIndex } from '../spatial/spatial-index.js'
import { type Distance, Minkowski } from './distance.js'
import { areFinite, areMarked, knowsAll } from './marked-numbers.js'
import type { Nearest } from './nearest.js'
import { nextWithin } from './sweep.js'

type Item = Record<string, FeatureValue>

/** Events side by side in one array, and how far each of them is from a place aimed at. */
export class Points implements AimedPoints {
  static readonly id = 'neighbors.Points'
  static readonly state: readonly string[] = ['stride', 'values', 'present', 'tags', 'weights']

  /** From one event to the next in `values`. */
  stride = 0
  /** 0 where a feature is absent, and where there is no event. */
  private values: Float64Array = NO_FLOATS
  /** 1 where a feature is there. */
  private present: Uint8Array = new Uint8Array(0)
  /** By slot: what was learned with the event, and with which weight. */
  tags: Float64Array = NO_FLOATS
  weights: Float64Array = NO_FLOATS

  private readonly who: string
  private readonly schema: Schema
  private readonly func: Exclude<Distance, Minkowski>
  readonly p: number
  place: Float64Array = NO_FLOATS
  /** The sum of the terms of features that no event has. */
  beyond = 0
  /** How many slots there are. */
  count = 0
  /** What a sweep is told: `beyond`, and the largest sum wanted. */
  private readonly bounds: Float64Array = new Float64Array(2)
  /** For a function: the place, and the events as they were last asked for. */
  private placeAsItem: Item = {}
  private items: (Item | undefined)[] = []

  constructor(who: string, schema: Schema, distance: Distance) {
    this.who = who
    this.schema = schema
    this.func = distance instanceof Minkowski ? null : distance
    this.p = distance instanceof Minkowski ? distance.options.p : 2
  }

  get live(): number {
    return this.count
  }

  get features(): number {
    return this.stride
  }

  get centres(): Float64Array {
    return this.values
  }

  /** Writes an event to a slot, over what was there. */
  put(slot: number, row: Row, tag: number, weight: number): void {
    const { indices, values: given, count } = row
    const width = count > 0 ? indices[count - 1] + 1 : 0
    this.reserve(Math.max(slot + 1, this.count), width)
    const { values, present, stride } = this
    const start = slot * stride
    for (let at = start; at < start + stride; at++) {
      values[at] = 0
      present[at] = 0
    }
    for (let k = 0; k < count; k++) {
      values[start + indices[k]] = given[indices[k]]
      present[start + indices[k]] = 1
    }
    this.tags[slot] = tag
    this.weights[slot] = weight
    if (slot >= this.count) this.count = slot + 1
    if (this.func) this.items[slot] = undefined
  }

  private reserve(slots: number, width: number): void {
    this.tags = growFloats(this.tags, slots)
    this.weights = growFloats(this.weights, slots)
    if (width > this.stride) {
      const stride = this.stride === 0 ? width : Math.max(width, Math.ceil(this.stride * 1.5))
      const rows = this.stride === 0 ? 0 : Math.floor(this.values.length / this.stride)
      const old = this.present
      this.values = relayout(this.values, rows, this.stride, rows, stride)
      this.present = new Uint8Array(rows * stride)
      for (let row = 0; row < rows; row++) {
        this.present.set(old.subarray(row * this.stride, (row + 1) * this.stride), row * stride)
      }
      this.stride = stride
    }
    this.values = growFloats(this.values, slots * this.stride)
    this.present = growBytes(this.present, this.values.length)
  }

  /** Aims at a row: what is asked from now on is how far events are from it. */
  aim(row: Row): void {
    const { indices, values, count } = row
    const { stride, p } = this
    if (this.func) {
      this.placeAsItem = {}
      for (let k = 0; k < count; k++) this.name(this.placeAsItem, indices[k], values[indices[k]])
      return
    }
    this.place = growFloats(this.place, stride)
    const { place } = this
    for (let feature = 0; feature < stride; feature++) place[feature] = 0
    this.beyond = 0
    for (let k = 0; k < count; k++) {
      const value = values[indices[k]]
      if (indices[k] < stride) place[indices[k]] = value
      else this.beyond += p === 2 ? value * value : power(Math.abs(value), p)
    }
  }

  /** Aims at an event. */
  aimAt(slot: number): void {
    if (this.func) {
      this.placeAsItem = this.item(slot)
      return
    }
    const { stride, values } = this
    this.place = growFloats(this.place, stride)
    for (let k = 0, at = slot * stride; k < stride; k++, at++) this.place[k] = values[at]
    this.beyond = 0
  }

  /** The event in a slot as an object. */
  item(slot: number): Item {
    const known = this.items[slot]
    if (known) return known
    const made: Item = {}
    const { stride, values, present } = this
    for (let feature = 0, at = slot * stride; feature < stride; feature++, at++) {
      if (present[at] === 1) this.name(made, feature, values[at])
    }
    if (this.func) this.items[slot] = made
    return made
  }

  private name(item: Item, feature: number, value: number): void {
    const { schema } = this
    const isTruth = (value === 0 || value === 1) && schema.isBoolean(feature)
    const given = isTruth ? value === 1 : (schema.category(feature, value) ?? value)
    const key = schema.name(feature)
    // A plain assignment of this name would set the prototype.
    if (key !== '__proto__') item[key] = given
    else Object.defineProperty(item, key, { value: given, enumerable: true })
  }

  /** How far an event is from the place. */
  distanceTo(slot: number): number {
    const { func, p } = this
    if (func) {
      const distance = func(this.placeAsItem, this.item(slot))
      if (distance >= 0) return distance
      throw new InvalidInputError(this.who, 'distFunc must give a number of at least 0', distance)
    }
    if (p === 2) return Math.sqrt(this.squaresTo(slot))
    const sum = this.sumTo(slot)
    return p === 1 ? sum : power(sum, 1 / p)
  }

  /** Offers the events in the slots from `first` to below `end`, in this order. */
  scan(first: number, end: number, found: Nearest): void {
    if (this.func || this.p !== 2) {
      for (let slot = first; slot < end; slot++) found.offer(slot, this.distanceTo(slot))
      return
    }
    const { values, place, stride, bounds } = this
    bounds[0] = this.beyond
    for (let slot = first; ; slot++) {
      const limit = farthestSquare(found)
      bounds[1] = limit * WIDER
      slot = nextWithin(values, place, stride, bounds, slot, end)
      if (slot >= end) return
      const sum = this.squaresTo(slot)
      if (!(sum >= limit)) found.offer(slot, Math.sqrt(sum))
    }
  }

  /** The same for all events, those from `first` on before the others, by what is faster. */
  search(index: SpatialIndex, first: number, found: Nearest): void {
    const isIndexed = !this.func && this.stride > 0 && this.p >= 1 && this.p <= MOST_POWER
    if (isIndexed && index.few(this, first, found)) return
    this.scan(first, this.count, found)
    this.scan(0, first, found)
  }

  private squaresTo(slot: number): number {
    const { values, place, stride } = this
    let sum = this.beyond
    for (let k = 0, at = slot * stride; k < stride; k++, at++) {
      const apart = place[k] - values[at]
      sum += apart * apart
    }
    return sum
  }

  /** The sum of the powers over the features of the window. */
  private sumTo(slot: number): number {
    const { values, place, stride, p } = this
    let sum = this.beyond
    for (let k = 0, at = slot * stride; k < stride; k++, at++) {
      const apart = place[k] - values[at]
      sum += p === 1 ? Math.abs(apart) : power(Math.abs(apart), p)
    }
    return sum
  }

  /** Throws unless there is room for so many events, all of them known to the schema. */
  check(slots: number): void {
    const { stride, values, present, tags, weights, schema } = this
    this.items = []
    this.count = slots
    const isWhole = Number.isSafeInteger(stride) && stride >= 0 && stride <= 2 * schema.size
    const hasRoom = values.length >= slots * stride && present.length >= values.length
    const isTagged = tags.length >= slots && weights.length >= slots
    if (!isWhole || !hasRoom || !isTagged) {
      throw new SnapshotError('a window must have features, tags and weights of all its events')
    }
    const isKnown = knowsAll(present, slots, stride, schema.size)
    if (isKnown && areFinite(values) && areMarked(values, present, slots * stride)) return
    throw new SnapshotError('a window must have only features that it knows, and numbers')
  }
}

/** Beyond it rounding might blur which of two is the nearer. */
const MOST_POWER = 64

/** By far more than a sum may be off when it is added up in another order. */
const WIDER = 1 + 1e-9

/** What a further sum of squares must be below; NaN while any will do. */
function farthestSquare(found: Nearest): number {
  if (!found.isFull) return NaN
  if (found.count === 0) return -1
  return nextSquare(found.distances[found.count - 1])
}

/** No root of this or more is below the distance. */
function nextSquare(distance: number): number {
  const square = distance * distance
  return square + square * 1e-15
}
