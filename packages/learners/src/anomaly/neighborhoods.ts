import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import { Nearest } from '../neighbors/nearest.js'
import type { SearchEngine } from '../neighbors/search-engine.js'

/** The neighbours of kept events, looked up once each while nothing is learned. */
export class Neighborhoods {
  private engine: SearchEngine
  private readonly size: number
  private readonly found: Nearest = new Nearest()
  /** By slot the place of its neighbourhood, and when it was looked up. */
  private places: Int32Array = NO_INTS
  private times: Float64Array = NO_FLOATS
  private time = 0
  private used = 0
  /** By place: how many there are, and one behind the other. */
  private counts: Int32Array = NO_INTS
  slots: Int32Array = NO_INTS
  distances: Float64Array = NO_FLOATS

  constructor(engine: SearchEngine, size: number) {
    this.engine = engine
    this.size = size
  }

  /** Forgets all; a loaded model has another engine. */
  clear(engine: SearchEngine): void {
    this.engine = engine
    this.time += 1
    this.used = 0
    this.places = growInts(this.places, this.engine.length)
    this.times = growFloats(this.times, this.engine.length)
  }

  /** The place of the neighbourhood of where the engine's points are aimed: itself left out. */
  ofAim(): number {
    const { engine, found, size } = this
    engine.find(size + 1, found)
    const isItself = found.count > 0 && found.distances[0] === 0
    return this.write(isItself ? 1 : 0)
  }

  /** The same for an event that is kept. */
  of(slot: number): number {
    const { engine, found, size, places, times, time } = this
    if (times[slot] === time) return places[slot]
    engine.points.aimAt(slot)
    engine.find(size + 1, found)
    times[slot] = time
    places[slot] = this.write(1)
    return places[slot]
  }

  private write(first: number): number {
    const { found, size } = this
    const place = this.used++
    const start = place * size
    this.counts = growInts(this.counts, place + 1)
    this.slots = growInts(this.slots, start + size)
    this.distances = growFloats(this.distances, start + size)
    const count = Math.max(0, Math.min(size, found.count - first))
    this.counts[place] = count
    for (let k = 0; k < count; k++) {
      this.slots[start + k] = found.slots[first + k]
      this.distances[start + k] = found.distances[first + k]
    }
    return place
  }

  count(place: number): number {
    return this.counts[place]
  }

  /** How far the last neighbour of an event is; 0 if it has none. */
  reach(slot: number): number {
    const place = this.of(slot)
    const count = this.counts[place]
    return count > 0 ? this.distances[place * this.size + count - 1] : 0
  }
}
