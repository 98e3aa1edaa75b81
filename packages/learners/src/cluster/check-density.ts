import { SnapshotError } from '@coelho/core'
import type { MicroClusters } from './micro-clusters.js'
import type { SharedDensity } from './shared-density.js'

const NONE = -1

/** Throws unless rows are numbered, each once, and begin where there is a micro-cluster. */
export function checkRows({ rows, room, began }: SharedDensity, { places }: MicroClusters): void {
  const numbered = Number.isSafeInteger(rows) && rows >= 0 && rows < room
  const known = new Set<number>()
  const fits = began.every((row, slot) => {
    if (row === 0) return true
    const isNew = Number.isInteger(row) && row > 0 && row <= rows && !known.has(row)
    known.add(row)
    return isNew && slot < places.count && places.holds(slot)
  })
  // Rows are numbered anew once they are twice as many as there were.
  const small = Number.isSafeInteger(room) && room <= 64 + 2 * began.length
  if (!numbered || !fits || !small) throw bad()
}

/** Throws unless each edge stands in its two lists, or is free. */
export function checkEdges(density: SharedDensity, { places }: MicroClusters, now: number): void {
  const { from, to, values, times, nextOut, nextIn, began, firstOut, firstIn } = density
  const { count, ranks } = places
  const size = from.length
  const equal = [to, values, times, nextOut, nextIn].every((array) => array.length === size)
  const roomy = [began, firstOut, firstIn].every((array) => array.length >= count)
  if (!equal || !roomy) throw bad()
  const sound = (edge: number) =>
    to[edge] >= 0 &&
    to[edge] < count &&
    Number.isFinite(values[edge]) &&
    values[edge] >= 0 &&
    times[edge] >= 0 &&
    times[edge] <= now &&
    Number.isInteger(times[edge])
  const outward = new Uint8Array(size)
  for (let slot = 0; slot < firstOut.length; slot++) {
    if (firstOut[slot] !== NONE && !(began[slot] > 0)) throw bad()
    follow(firstOut[slot], nextOut, outward, (edge) => {
      return from[edge] === slot && sound(edge) && ranks[to[edge]] > ranks[slot]
    })
  }
  const inward = new Uint8Array(size)
  const listed = places.listed()
  for (let slot = 0; slot < firstIn.length; slot++) {
    follow(firstIn[slot], nextIn, inward, (edge) => to[edge] === slot && outward[edge] === 1)
    // A slot without a centre is listed as long as an edge leads to it, and no longer.
    const held = slot < count && places.holds(slot)
    if (!held && (listed[slot] === 1) !== (firstIn[slot] !== NONE)) throw bad()
  }
  if (outward.some((flag, edge) => flag !== inward[edge])) throw bad()
  follow(density.free, nextOut, outward, () => true)
  if (outward.includes(0)) throw bad()
}

function follow(
  first: number,
  next: Int32Array,
  seen: Uint8Array,
  fits: (edge: number) => boolean,
): void {
  for (let edge = first; edge !== NONE; edge = next[edge]) {
    if (!(edge >= 0 && edge < seen.length) || seen[edge] === 1 || !fits(edge)) throw bad()
    seen[edge] = 1
  }
}

const bad = () => new SnapshotError('shared densities must lead from one cluster to another')
