import { growFloats, growInts, NO_FLOATS, NO_INTS, SnapshotError } from '@coelho/core'
import type { Fading } from './fading.js'
import type { MicroClusters } from './micro-clusters.js'

const NONE = -1

/**
 * How much weight fell where two micro-clusters overlap: an edge from the lower number to the
 * higher one. Edges stand in lists, by the slot they lead from and by the one they lead to. They
 * fade when they are looked at; those that have faded away are dropped when room is short.
 *
 * River forgets a removed micro-cluster's row, but its place in other rows only as far as these
 * began before the first row of a higher number. The rest are kept here as orphans: a later
 * micro-cluster of the same number takes them over.
 */
export class SharedDensity {
  static readonly id = 'cluster.SharedDensity'
  static readonly state = [
    'rows',
    'began',
    'firstOut',
    'firstIn',
    'orphan',
    'free',
    'from',
    'to',
    'values',
    'times',
    'nextOut',
    'nextIn',
  ] as const

  /** How many rows have begun. */
  rows = 0
  /** By slot: which row it was that began there; 0 for none. */
  began: Float64Array = NO_FLOATS
  firstOut: Int32Array = NO_INTS
  firstIn: Int32Array = NO_INTS
  /** The first edge to a number that is no more, and the first that is free (by `nextOut`). */
  orphan: number = NONE
  free: number = NONE
  // By edge: numbers of micro-clusters, what was counted until when, the next edge of each list.
  from: Float64Array = NO_FLOATS
  to: Float64Array = NO_FLOATS
  values: Float64Array = NO_FLOATS
  times: Float64Array = NO_FLOATS
  nextOut: Int32Array = NO_INTS
  nextIn: Int32Array = NO_INTS

  /** A new micro-cluster, in the last slot. */
  add(micro: MicroClusters, slot: number): void {
    this.began = growFloats(this.began, slot + 1)
    this.firstOut = growInts(this.firstOut, slot + 1, NONE)
    this.firstIn = growInts(this.firstIn, slot + 1, NONE)
    this.began[slot] = 0
    this.firstOut[slot] = NONE
    this.firstIn[slot] = NONE
    const { nextIn, to } = this
    let before = NONE
    let edge = this.orphan
    while (edge !== NONE) {
      const next = nextIn[edge]
      if (to[edge] === micro.ids[slot]) {
        if (before === NONE) this.orphan = next
        else nextIn[before] = next
        nextIn[edge] = this.firstIn[slot]
        this.firstIn[slot] = edge
      } else before = edge
      edge = next
    }
  }

  /** Adds a weight where the micro-clusters of two slots overlap, the lower one first. */
  touch(
    micro: MicroClusters,
    a: number,
    b: number,
    weight: number,
    time: number,
    fade: Fade,
  ): void {
    if (this.began[a] === 0) this.began[a] = ++this.rows
    const target = micro.ids[b]
    let edge = this.firstOut[a]
    while (edge !== NONE && this.to[edge] !== target) edge = this.nextOut[edge]
    if (edge === NONE) {
      edge = this.take(micro, fade)
      this.from[edge] = micro.ids[a]
      this.to[edge] = target
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

  /** Before a micro-cluster is removed, after all lower ones that are to go as well. */
  release(micro: MicroClusters, slot: number): void {
    const { nextOut, nextIn, began, from } = this
    for (let edge = this.firstOut[slot]; edge !== NONE; ) {
      const next = nextOut[edge]
      this.unlinkIn(micro, edge)
      this.giveBack(edge)
      edge = next
    }
    let edge = this.firstIn[slot]
    this.firstOut[slot] = NONE
    this.firstIn[slot] = NONE
    began[slot] = 0
    if (edge === NONE) return
    let firstAbove = Infinity
    for (let other = slot + 1; other < micro.count; other++) {
      if (began[other] > 0 && began[other] < firstAbove) firstAbove = began[other]
    }
    while (edge !== NONE) {
      const next = nextIn[edge]
      const source = micro.slotOf(from[edge])
      // River: stops at the first row of a higher number.
      if (began[source] < firstAbove) {
        this.unlinkOut(source, edge)
        this.giveBack(edge)
      } else {
        nextIn[edge] = this.orphan
        this.orphan = edge
      }
      edge = next
    }
  }

  /** Keeps these slots, which ascend, and no others. */
  keep(slots: Int32Array, count: number, before: number): void {
    const { began, firstOut, firstIn } = this
    for (let to = 0; to < count; to++) {
      began[to] = began[slots[to]]
      firstOut[to] = firstOut[slots[to]]
      firstIn[to] = firstIn[slots[to]]
    }
    began.fill(0, count, before)
    firstOut.fill(NONE, count, before)
    firstIn.fill(NONE, count, before)
  }

  private unlinkOut(source: number, edge: number): void {
    const { nextOut, firstOut } = this
    if (firstOut[source] === edge) {
      firstOut[source] = nextOut[edge]
      return
    }
    let at = firstOut[source]
    while (nextOut[at] !== edge) at = nextOut[at]
    nextOut[at] = nextOut[edge]
  }

  private unlinkIn(micro: MicroClusters, edge: number): void {
    const { nextIn, firstIn } = this
    const target = micro.slotOf(this.to[edge])
    const first = target < 0 ? this.orphan : firstIn[target]
    if (first === edge) {
      if (target < 0) this.orphan = nextIn[edge]
      else firstIn[target] = nextIn[edge]
      return
    }
    let at = first
    while (nextIn[at] !== edge) at = nextIn[at]
    nextIn[at] = nextIn[edge]
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
    for (let slot = 0; slot < micro.count; slot++) {
      for (let edge = this.firstOut[slot]; edge !== NONE; ) {
        const next = this.nextOut[edge]
        if (this.isGone(edge, fade)) {
          this.unlinkIn(micro, edge)
          this.unlinkOut(slot, edge)
          this.giveBack(edge)
          swept++
        }
        edge = next
      }
    }
    // Where few were found, the next search would come too soon.
    const size = this.from.length
    if (swept > 0 && swept >= size / 4) return
    this.from = growFloats(this.from, size + 1)
    const larger = this.from.length
    this.to = growFloats(this.to, larger)
    this.values = growFloats(this.values, larger)
    this.times = growFloats(this.times, larger)
    this.nextOut = growInts(this.nextOut, larger, NONE)
    this.nextIn = growInts(this.nextIn, larger, NONE)
    for (let edge = larger - 1; edge >= size; edge--) this.giveBack(edge)
  }

  check(micro: MicroClusters, now: number): void {
    const { from, to, values, times, nextOut, nextIn, began, firstOut, firstIn } = this
    const size = from.length
    const equal = [to, values, times, nextOut, nextIn].every((array) => array.length === size)
    const roomy = [began, firstOut, firstIn].every((array) => array.length >= micro.count)
    const bad = () => new SnapshotError('shared densities must lead from one cluster to another')
    if (!equal || !roomy || !Number.isSafeInteger(this.rows) || this.rows < 0) throw bad()
    const [outward, inward] = [new Uint8Array(size), new Uint8Array(size)]
    const follow = (
      first: number,
      next: Int32Array,
      seen: Uint8Array,
      fits: (e: number) => boolean,
    ) => {
      for (let edge = first; edge !== NONE; edge = next[edge]) {
        if (!(edge >= 0 && edge < size) || seen[edge] === 1 || !fits(edge)) throw bad()
        seen[edge] = 1
      }
    }
    const sound = (edge: number) =>
      Number.isFinite(values[edge]) &&
      values[edge] >= 0 &&
      times[edge] >= 0 &&
      times[edge] <= now &&
      Number.isInteger(times[edge])
    for (let slot = 0; slot < micro.count; slot++) {
      const id = micro.ids[slot]
      const hasRow = Number.isInteger(began[slot]) && began[slot] > 0 && began[slot] <= this.rows
      if (!hasRow && (began[slot] !== 0 || firstOut[slot] !== NONE)) throw bad()
      const leaves = (edge: number) => from[edge] === id && to[edge] > id && sound(edge)
      follow(firstOut[slot], nextOut, outward, leaves)
    }
    for (let slot = 0; slot < micro.count; slot++) {
      const arrives = (edge: number) => to[edge] === micro.ids[slot] && outward[edge] === 1
      follow(firstIn[slot], nextIn, inward, arrives)
    }
    follow(this.orphan, nextIn, inward, (e) => outward[e] === 1 && micro.slotOf(to[e]) < 0)
    if (outward.some((flag, edge) => flag !== inward[edge])) throw bad()
    follow(this.free, nextOut, outward, () => true)
    if (outward.includes(0)) throw bad()
  }
}

/** What is needed to tell whether an edge has faded away. */
export interface Fade {
  readonly fading: Fading
  /** When River last cleaned up. */
  readonly cleaned: number
  /** An edge below it was then set to 0. */
  readonly faint: number
}
