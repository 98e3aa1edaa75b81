import { growFloats, growInts, NO_FLOATS, NO_INTS } from '@coelho/core'
import { checkEdges, checkRows } from './check-density.js'
import type { Fading } from './fading.js'
import type { MicroClusters } from './micro-clusters.js'
import { RowOrder } from './row-order.js'
import { Touched } from './touched.js'

const NONE = -1
const FIRST_ROOM = 64

/**
 * How much weight fell where two micro-clusters overlap: an edge from the lower number to the
 * higher one. Edges stand in lists, by the slot they lead from and by the one they lead to. They
 * fade when they are looked at; those that have faded away are dropped when room is short.
 *
 * River forgets a removed micro-cluster's row, but its place in other rows only as far as these
 * began before the first row of a higher number. The rest of the edges stay, and lead to a slot
 * without a centre, until a later micro-cluster of the same number takes them over.
 */
export class SharedDensity {
  static readonly id = 'cluster.SharedDensity'
  static readonly state = [
    'rows',
    'room',
    'began',
    'firstOut',
    'firstIn',
    'free',
    'from',
    'to',
    'values',
    'times',
    'nextOut',
    'nextIn',
  ] as const

  /** How many rows have begun since they were last numbered, and when they are numbered anew. */
  rows = 0
  room: number = FIRST_ROOM
  /** By slot: which row it was that began there; 0 for none. */
  began: Float64Array = NO_FLOATS
  firstOut: Int32Array = NO_INTS
  firstIn: Int32Array = NO_INTS
  /** The first edge that is free (by `nextOut`). */
  free: number = NONE
  // By edge: the slots it joins, what was counted until when, the next edge of each list.
  from: Int32Array = NO_INTS
  to: Int32Array = NO_INTS
  values: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  nextOut: Int32Array = NO_INTS
  nextIn: Int32Array = NO_INTS

  /** No state: micro-clusters that have changed, or have lost an edge that led to them. */
  readonly touched: Touched = new Touched()
  /** No state: it is made of `began`. */
  private readonly order: RowOrder = new RowOrder()
  private ordered = false

  /** Makes room for a slot. */
  reserve(slot: number): void {
    this.began = growFloats(this.began, slot + 1)
    this.firstOut = growInts(this.firstOut, slot + 1, NONE)
    this.firstIn = growInts(this.firstIn, slot + 1, NONE)
  }

  /** Adds a weight where the micro-clusters of two slots overlap, the lower number first. */
  touch(
    micro: MicroClusters,
    a: number,
    b: number,
    weight: number,
    time: number,
    fade: Fade,
  ): void {
    if (this.began[a] === 0) this.begin(micro, a)
    let edge = this.firstOut[a]
    while (edge !== NONE && this.to[edge] !== b) edge = this.nextOut[edge]
    if (edge === NONE) {
      edge = this.take(micro, fade)
      this.from[edge] = a
      this.to[edge] = b
      this.nextOut[edge] = this.firstOut[a]
      this.firstOut[a] = edge
      this.nextIn[edge] = this.firstIn[b]
      this.firstIn[b] = edge
      this.values[edge] = 0
    } else if (this.isGone(edge, fade)) this.values[edge] = 0
    const { values, times } = this
    values[edge] =
      values[edge] === 0 ? weight : values[edge] * fade.fading.after(time - times[edge]) + weight
    times[edge] = time
  }

  /** True once an edge was so faint at the last cleaning that River set it to 0. */
  isGone(edge: number, { fading, cleaned, faint }: Fade): boolean {
    const time = this.times[edge]
    return cleaned > time && this.values[edge] * fading.after(cleaned - time) < faint
  }

  /** Removes a micro-cluster, after all lower ones that are to go as well. */
  remove(micro: MicroClusters, slot: number): void {
    const { nextOut, nextIn } = this
    for (let edge = this.firstOut[slot]; edge !== NONE; ) {
      const next = nextOut[edge]
      this.touched.mark(this.to[edge], micro.places.live)
      this.unlinkIn(micro, edge)
      this.giveBack(edge)
      edge = next
    }
    this.firstOut[slot] = NONE
    if (this.firstIn[slot] !== NONE) {
      const order = this.orderOf(micro)
      if (this.began[slot] > 0) order.set(this.began[slot], NONE)
      const number = micro.places.ranks[slot]
      for (let edge = this.firstIn[slot]; edge !== NONE; ) {
        const next = nextIn[edge]
        // River: stops at the first row of a higher number.
        if (order.highestBefore(this.began[this.from[edge]]) < number) {
          this.unlinkOut(edge)
          this.dropIn(edge)
          this.giveBack(edge)
        }
        edge = next
      }
    } else if (this.ordered && this.began[slot] > 0) this.order.set(this.began[slot], NONE)
    this.began[slot] = 0
    micro.remove(slot, this.firstIn[slot] !== NONE)
  }

  private begin(micro: MicroClusters, slot: number): void {
    if (this.rows + 1 >= this.room) this.renumber()
    this.began[slot] = ++this.rows
    if (this.ordered) this.order.set(this.rows, micro.places.ranks[slot])
  }

  /** Gives the rows the lowest numbers there are, in the same order. */
  private renumber(): void {
    const { began } = this
    const slots = Int32Array.from(began.keys()).filter((slot) => began[slot] > 0)
    slots.sort((a, b) => began[a] - began[b])
    for (let row = 0; row < slots.length; row++) began[slots[row]] = row + 1
    this.rows = slots.length
    this.room = Math.max(FIRST_ROOM, 2 * slots.length)
    this.ordered = false
  }

  private orderOf({ places }: MicroClusters): RowOrder {
    const { order, began } = this
    if (this.ordered) return order
    this.ordered = true
    order.clear(this.room)
    for (let slot = 0; slot < places.count; slot++) {
      if (began[slot] > 0) order.set(began[slot], places.ranks[slot])
    }
    return order
  }

  private unlinkOut(edge: number): void {
    const { nextOut, firstOut } = this
    const source = this.from[edge]
    if (firstOut[source] === edge) {
      firstOut[source] = nextOut[edge]
      return
    }
    let at = firstOut[source]
    while (nextOut[at] !== edge) at = nextOut[at]
    nextOut[at] = nextOut[edge]
  }

  private dropIn(edge: number): void {
    const { nextIn, firstIn } = this
    const target = this.to[edge]
    if (firstIn[target] === edge) {
      firstIn[target] = nextIn[edge]
      return
    }
    let at = firstIn[target]
    while (nextIn[at] !== edge) at = nextIn[at]
    nextIn[at] = nextIn[edge]
  }

  /** The same; a slot that was only kept for its edges is free with the last of them. */
  private unlinkIn({ places }: MicroClusters, edge: number): void {
    this.dropIn(edge)
    const target = this.to[edge]
    if (this.firstIn[target] === NONE && !places.holds(target)) places.drop(target)
  }

  private giveBack(edge: number): void {
    this.from[edge] = 0
    this.to[edge] = 0
    this.values[edge] = 0
    this.times[edge] = 0
    this.nextIn[edge] = NONE
    this.nextOut[edge] = this.free
    this.free = edge
  }

  /** A free edge; before arrays grow, all that have faded away are given back. */
  private take(micro: MicroClusters, fade: Fade): number {
    if (this.free === NONE) this.sweep(micro, fade)
    const edge = this.free
    this.free = this.nextOut[edge]
    return edge
  }

  private sweep(micro: MicroClusters, fade: Fade): void {
    let swept = 0
    const size = this.from.length
    for (let edge = 0; edge < size; edge++) {
      if (!this.isGone(edge, fade)) continue
      this.touched.mark(this.to[edge], micro.places.live)
      this.unlinkIn(micro, edge)
      this.unlinkOut(edge)
      this.giveBack(edge)
      swept++
    }
    // Where few were found, the next search would come too soon.
    if (swept > 0 && swept >= size / 4) return
    this.from = growInts(this.from, size + 1)
    const larger = this.from.length
    this.to = growInts(this.to, larger)
    this.values = growFloats(this.values, larger)
    this.times = growFloats(this.times, larger)
    this.nextOut = growInts(this.nextOut, larger, NONE)
    this.nextIn = growInts(this.nextIn, larger, NONE)
    for (let edge = larger - 1; edge >= size; edge--) this.giveBack(edge)
  }

  check(micro: MicroClusters, now: number): void {
    this.ordered = false
    this.touched.all = true
    checkRows(this, micro)
    checkEdges(this, micro, now)
  }
}

/** What is needed to tell whether an edge has faded away. */
export interface Fade {
  readonly fading: Fading
  /** When River last cleaned up. */
  cleaned: number
  /** An edge below it was then set to 0. */
  readonly faint: number
}
