import {
  growBytes,
  growFloats,
  NO_FLOATS,
  type Row,
  relayout,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import type { Points } from './search.js'

/** Places to begin with. */
const FIRST_STRIDE = 2

/**
 * Micro-clusters in arrays, in the order of their numbers. A slot is a place in the arrays, and
 * changes when others are removed; the number stays.
 */
export class MicroClusters implements Points {
  static readonly id = 'cluster.MicroClusters'
  static readonly state = [
    'count',
    'features',
    'stride',
    'ids',
    'weights',
    'times',
    'centres',
    'present',
  ] as const

  count = 0
  features = 0
  stride: number = FIRST_STRIDE
  // By slot: the number, the weight when it last changed, and when that was.
  ids: Float64Array = NO_FLOATS
  weights: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  /** By slot and feature; 0 where a centre does not have the feature. */
  centres: Float64Array = NO_FLOATS
  /** By slot and feature: 1 where the centre has the feature. */
  present: Uint8Array = new Uint8Array(0)

  /** The slot of a number, or -1. */
  slotOf(id: number): number {
    const { ids } = this
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ids[middle] < id) low = middle + 1
      else high = middle
    }
    return low < this.count && ids[low] === id ? low : -1
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
      }
      this.present = present
      this.stride = wider
    }
    if (features > this.features) this.features = features
  }

  /** A micro-cluster at a row; gives its slot, the last one. */
  add(row: Row, time: number, weight: number): number {
    const slot = this.count++
    const { stride } = this
    this.ids = growFloats(this.ids, slot + 1)
    this.weights = growFloats(this.weights, slot + 1)
    this.times = growFloats(this.times, slot + 1)
    this.centres = growFloats(this.centres, (slot + 1) * stride)
    this.present = growBytes(this.present, (slot + 1) * stride)
    // River: the number after the highest there is, so that those of the removed come again.
    this.ids[slot] = slot > 0 ? this.ids[slot - 1] + 1 : 0
    this.weights[slot] = weight
    this.times[slot] = time
    const base = slot * stride
    this.centres.fill(0, base, base + stride)
    this.present.fill(0, base, base + stride)
    for (let k = 0; k < row.count; k++) {
      this.centres[base + row.indices[k]] = row.values[row.indices[k]]
      this.present[base + row.indices[k]] = 1
    }
    return slot
  }

  /** Keeps these slots, which ascend, and no others. */
  keep(slots: Int32Array, count: number): void {
    const { ids, weights, times, centres, present, stride } = this
    for (let to = 0; to < count; to++) {
      const from = slots[to]
      if (from === to) continue
      ids[to] = ids[from]
      weights[to] = weights[from]
      times[to] = times[from]
      centres.copyWithin(to * stride, from * stride, (from + 1) * stride)
      present.copyWithin(to * stride, from * stride, (from + 1) * stride)
    }
    const end = this.count * stride
    ids.fill(0, count, this.count)
    weights.fill(0, count, this.count)
    times.fill(0, count, this.count)
    centres.fill(0, count * stride, end)
    present.fill(0, count * stride, end)
    this.count = count
  }

  check(width: number, now: number): void {
    const { count, features, stride, ids, weights, times, centres, present } = this
    const sizes = [count, features, stride].every((n) => Number.isSafeInteger(n) && n >= 0)
    const roomy = [ids, weights, times].every((array) => array.length >= count)
    const fits = features <= stride && features <= width && stride >= FIRST_STRIDE
    const laidOut = centres.length >= count * stride && present.length >= count * stride
    if (!sizes || !roomy || !fits || !laidOut) {
      throw new SnapshotError('micro-clusters must have arrays of their number')
    }
    for (let slot = 0; slot < count; slot++) {
      const above = slot === 0 ? ids[0] >= 0 : ids[slot] > ids[slot - 1]
      const aged = times[slot] >= 0 && times[slot] <= now && Number.isInteger(times[slot])
      if (
        !above ||
        !Number.isSafeInteger(ids[slot]) ||
        !aged ||
        !(weights[slot] >= 0 && weights[slot] < Infinity)
      ) {
        throw new SnapshotError('micro-clusters must have rising numbers, weights and times')
      }
    }
    // NaN would be near nothing and far from nothing.
    if (!centres.every((value) => value === value) || !present.every((flag) => flag <= 1)) {
      throw new SnapshotError('the centres of micro-clusters must be numbers')
    }
  }
}

/** Points of which not each has every feature. */
export interface PartialPoints extends Points {
  readonly present: Uint8Array
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
