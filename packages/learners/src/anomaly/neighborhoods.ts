import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import { LazySearch } from '../neighbors/lazy-search.js'
import { Nearest } from '../neighbors/nearest.js'
import type { SearchEngine } from '../neighbors/search-engine.js'

/**
 * The nearest events of each kept event, itself the first of them. Those that a `LazySearch` found
 * are kept and brought up to date when they are asked for: new events are put in, those that left
 * are taken out. Another engine may find others each time, and is asked anew for each score.
 */
export class Neighborhoods {
  private engine: SearchEngine
  private readonly size: number
  /** As many as are kept of an event: more than are asked for, since some leave. */
  private readonly room: number
  private readonly found: Nearest = new Nearest()
  /** Neighbourhoods of an earlier epoch are void. */
  private epoch = 0
  /** How many events came since the engine was looked at first. */
  private time = 0
  // By slot: when its event came; of which epoch and time its neighbourhood is, how many it has,
  // and the distance below which it lacks none.
  private born: Float64Array = NO_FLOATS
  private epochs: Float64Array = NO_FLOATS
  private times: Float64Array = NO_FLOATS
  private counts: Int32Array = NO_INTS
  private horizons: Float64Array = NO_FLOATS
  /** Those of slot s from `(s + 1) · room` on; at the front those of what is scored. */
  slots: Int32Array = NO_INTS
  distances: Float64Array = NO_FLOATS

  constructor(engine: SearchEngine, size: number) {
    this.engine = engine
    this.size = size
    this.room = 2 * (size + 1)
  }

  /** Says that the engine's next event goes to a slot. */
  expect(slot: number): void {
    if (this.epoch === 0) return
    this.time += 1
    this.born = growFloats(this.born, slot + 1)
    this.born[slot] = this.time
  }

  /** Makes ready for the neighbourhoods of a score; a loaded model has another engine. */
  begin(engine: SearchEngine): void {
    if (this.epoch === 0 || engine !== this.engine || !(engine instanceof LazySearch)) {
      this.engine = engine
      this.epoch += 1
    }
    const { length } = engine
    this.born = growFloats(this.born, length)
    this.epochs = growFloats(this.epochs, length)
    this.times = growFloats(this.times, length)
    this.counts = growInts(this.counts, length)
    this.horizons = growFloats(this.horizons, length)
    this.slots = growInts(this.slots, (length + 1) * this.room)
    this.distances = growFloats(this.distances, (length + 1) * this.room)
  }

  /** How many neighbours what the points are aimed at has; they begin at 0. */
  ofAim(): number {
    const { engine, found, size } = this
    engine.find(size + 1, found)
    const first = found.count > 0 && found.distances[0] === 0 ? 1 : 0
    const count = Math.max(0, Math.min(size, found.count - first))
    for (let k = 0; k < count; k++) {
      this.slots[k] = found.slots[first + k]
      this.distances[k] = found.distances[first + k]
    }
    return count
  }

  /** How many neighbours the event in a slot has. */
  countOf(slot: number): number {
    this.update(slot)
    return Math.min(this.size, this.counts[slot] - 1)
  }

  /** Where they begin. */
  startOf(slot: number): number {
    return (slot + 1) * this.room + 1
  }

  /** How far the last of them is; 0 if there is none. */
  reach(slot: number): number {
    const count = this.countOf(slot)
    return count > 0 ? this.distances[this.startOf(slot) + count - 1] : 0
  }

  private update(slot: number): void {
    const { epoch, epochs, times, born, time, engine } = this
    const since = times[slot]
    const isKnown = epochs[slot] === epoch && born[slot] <= since
    if (isKnown && since === time) return
    // If more than half as many came as there are, it is cheaper to look at all.
    if (isKnown && 2 * (time - since) <= engine.length) {
      // Also what came before a distance function threw half way is taken out, and put in again.
      this.removeGone(slot, since)
      this.insertNew(slot, time - since)
      if (this.counts[slot] < Math.min(this.size + 1, engine.length)) this.find(slot)
    } else this.find(slot)
    times[slot] = time
    epochs[slot] = epoch
  }

  /** Looks at all events. */
  private find(slot: number): void {
    const { engine, found, room } = this
    const limit = engine instanceof LazySearch ? room : this.size + 1
    engine.points.aimAt(slot)
    engine.find(limit, found)
    const { count } = found
    const start = (slot + 1) * room
    for (let k = 0; k < count; k++) {
      this.slots[start + k] = found.slots[k]
      this.distances[start + k] = found.distances[k]
    }
    this.counts[slot] = count
    this.horizons[slot] = count < limit ? Infinity : found.distances[count - 1]
  }

  private removeGone(slot: number, since: number): void {
    const { slots, distances, born, room } = this
    const start = (slot + 1) * room
    const end = start + this.counts[slot]
    let to = start
    for (let at = start; at < end; at++) {
      if (born[slots[at]] > since) continue
      slots[to] = slots[at]
      distances[to++] = distances[at]
    }
    this.counts[slot] = to - start
  }

  private insertNew(slot: number, missed: number): void {
    const { points, length, next } = this.engine as LazySearch
    points.aimAt(slot)
    // Slots are taken in turn: those of the latest events end before the next one's.
    let other = next - missed < 0 ? next - missed + length : next - missed
    for (let k = 0; k < missed; k++) {
      this.insert(slot, other, points.distanceTo(other))
      other = other + 1 === length ? 0 : other + 1
    }
  }

  /** Of events that are as far the new one is the last. */
  private insert(slot: number, other: number, distance: number): void {
    const { slots, distances, counts, horizons, room } = this
    if (!(distance < horizons[slot])) return
    const start = (slot + 1) * room
    let at = start + counts[slot]
    if (counts[slot] === room) {
      at -= 1
      horizons[slot] = distances[at]
      if (!(distance < distances[at])) return
    } else counts[slot] += 1
    for (; at > start && distance < distances[at - 1]; at--) {
      slots[at] = slots[at - 1]
      distances[at] = distances[at - 1]
    }
    slots[at] = other
    distances[at] = distance
  }
}
