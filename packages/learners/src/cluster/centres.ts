import {
  growBytes,
  growFloats,
  growInts,
  NO_FLOATS,
  NO_INTS,
  type Row,
  relayout,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import type { Found, RankedPoints } from '../spatial/points.js'
import { SpatialIndex } from '../spatial/spatial-index.js'

const NONE = -1
/** Places to begin with. */
const FIRST_STRIDE = 2

/** Points of which not each has every feature. */
export interface PartialPoints {
  readonly features: number
  readonly stride: number
  readonly centres: Float64Array
  readonly present: Uint8Array
}

/**
 * Centres that move, appear and vanish, in a list by rank. A slot is a place in the arrays, and is
 * used again once its centre has vanished; slots that hold none are NaN.
 */
export class Centres implements RankedPoints, PartialPoints {
  static readonly id = 'cluster.Centres'
  static readonly state = [
    'count',
    'live',
    'features',
    'stride',
    'ranks',
    'centres',
    'present',
    'next',
    'previous',
    'first',
    'free',
  ] as const

  count = 0
  live = 0
  features = 0
  stride: number = FIRST_STRIDE
  ranks: Float64Array = NO_FLOATS
  /** By slot and feature; 0 where a centre does not have the feature. */
  centres: Float64Array = NO_FLOATS
  /** By slot and feature: 1 where the centre has the feature. */
  present: Uint8Array = new Uint8Array(0)
  /** The list by rank; free slots stand in a list of their own, by `next`. */
  next: Int32Array = NO_INTS
  previous: Int32Array = NO_INTS
  first: number = NONE
  free: number = NONE

  /** No state: it is made of the above. */
  readonly index: SpatialIndex

  constructor(index: SpatialIndex = new SpatialIndex()) {
    this.index = index
  }

  /** Makes room for the features of a schema. */
  widen(features: number): void {
    if (features > this.stride) {
      const { stride, count } = this
      const wider = Math.max(features, 2 * stride)
      this.centres = relayout(this.centres, count, stride, count, wider)
      const present = new Uint8Array(count * wider)
      for (let slot = 0; slot < count; slot++) {
        const from = slot * stride
        present.set(this.present.subarray(from, from + stride), slot * wider)
        // What is hidden or free stays so in all features.
        const isEmpty = Number.isNaN(this.centres[slot * wider])
        if (isEmpty) this.centres.fill(NaN, slot * wider, (slot + 1) * wider)
      }
      this.present = present
      this.stride = wider
    }
    if (features > this.features) this.features = features
  }

  /** A slot for a new centre, behind another one in the list (or first); call `put` next. */
  take(after: number, rank: number): number {
    let slot = this.free
    if (slot !== NONE) this.free = this.next[slot]
    else {
      slot = this.count++
      this.ranks = growFloats(this.ranks, this.count)
      this.next = growInts(this.next, this.count)
      this.previous = growInts(this.previous, this.count)
      this.centres = growFloats(this.centres, this.count * this.stride)
      this.present = growBytes(this.present, this.count * this.stride)
    }
    const { next, previous, ranks } = this
    ranks[slot] = rank
    const behind = after === NONE ? this.first : next[after]
    next[slot] = behind
    previous[slot] = after
    if (after === NONE) this.first = slot
    else next[after] = slot
    if (behind !== NONE) previous[behind] = slot
    this.hide(slot)
    return slot
  }

  /** Puts the centre of a slot, which holds none, where a row is. */
  put(slot: number, row: Row): void {
    const base = slot * this.stride
    this.centres.fill(0, base, base + this.stride)
    this.present.fill(0, base, base + this.stride)
    for (let k = 0; k < row.count; k++) {
      this.centres[base + row.indices[k]] = row.values[row.indices[k]]
      this.present[base + row.indices[k]] = 1
    }
    this.live++
    this.index.added(this, slot)
  }

  /** Takes a centre away; its slot stays in the list. */
  vanish(slot: number): void {
    this.index.removed(this, slot)
    this.hide(slot)
    this.live--
  }

  private hide(slot: number): void {
    const base = slot * this.stride
    this.centres.fill(NaN, base, base + this.stride)
    this.present.fill(0, base, base + this.stride)
  }

  /** True if a slot of the list holds a centre. */
  holds(slot: number): boolean {
    const first = this.centres[slot * this.stride]
    return first === first
  }

  /** By slot 1 if it is in the list. */
  listed(): Uint8Array {
    const listed = new Uint8Array(this.count)
    for (let slot = this.first; slot !== NONE; slot = this.next[slot]) listed[slot] = 1
    return listed
  }

  /** Takes a slot that holds no centre out of the list. */
  drop(slot: number): void {
    const { next, previous, ranks } = this
    const behind = next[slot]
    const before = previous[slot]
    if (before === NONE) this.first = behind
    else next[before] = behind
    if (behind !== NONE) previous[behind] = before
    ranks[slot] = 0
    previous[slot] = NONE
    next[slot] = this.free
    this.free = slot
  }

  within(place: Float64Array, limit: number, found: Found): void {
    this.index.within(this, place, limit, found)
  }

  nearest(place: Float64Array, beyond: number): number {
    return this.index.nearest(this, place, beyond)
  }

  check(width: number): void {
    const { count, live, features, stride, ranks, centres, present, next, previous } = this
    const sizes = [count, live, features, stride].every((n) => Number.isSafeInteger(n) && n >= 0)
    const fits = features <= stride && features <= width && stride >= FIRST_STRIDE
    const listed = [ranks, next, previous].every((list) => list.length >= count)
    const laidOut = centres.length >= count * stride && present.length >= count * stride
    if (!sizes || !fits || !listed || !laidOut || !present.every((flag) => flag <= 1)) {
      throw new SnapshotError('centres must have arrays of their number')
    }
    this.index.forget()
    const seen = new Uint8Array(count)
    let held = 0
    for (let slot = this.first, before = NONE; slot !== NONE; before = slot, slot = next[slot]) {
      const isNew = slot >= 0 && slot < count && seen[slot] === 0 && previous[slot] === before
      if (!isNew || !(before === NONE || ranks[slot] > ranks[before])) {
        throw new SnapshotError('centres must stand in a list by their ranks')
      }
      seen[slot] = 1
      held += Number(this.holds(slot))
      this.checkPlace(slot, this.holds(slot))
    }
    for (let slot = this.free; slot !== NONE; slot = next[slot]) {
      const isNew = slot >= 0 && slot < count && seen[slot] === 0
      if (!isNew) throw new SnapshotError('free slots must stand in a list of their own')
      seen[slot] = 1
      this.checkPlace(slot, false)
    }
    if (held !== live || seen.includes(0)) throw new SnapshotError('each slot must be in a list')
  }

  private checkPlace(slot: number, held: boolean): void {
    for (let at = slot * this.stride; at < (slot + 1) * this.stride; at++) {
      if (Number.isNaN(this.centres[at]) === !held) continue
      throw new SnapshotError('a centre must be numbers, or have vanished', slot)
    }
  }
}

/** A centre by the names of the features that it has. */
export function centreByName(
  points: PartialPoints,
  slot: number,
  schema: Schema,
): Record<string, number> {
  const { features, stride, centres, present } = points
  const entries: [string, number][] = []
  for (let feature = 0; feature < features; feature++) {
    const at = slot * stride + feature
    if (present[at] === 1) entries.push([schema.name(feature), centres[at]])
  }
  return Object.fromEntries(entries)
}
