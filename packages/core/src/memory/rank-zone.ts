import { growFloats, growInts } from './grow.js'
import { NO_FLOATS, NO_INTS } from './none.js'
import { select } from './select.js'

/** How many different numbers a zone holds at most: so many, or so many times the root of all. */
const MOST = 64
const OF_ROOT = 4

/**
 * The numbers of a window around one rank, in order. All others are only counted, as smaller or
 * larger than the number the cursor is on. So a new number costs next to nothing, unless it falls
 * into the zone. When the rank that is asked for has left the zone, a new one is made of all
 * numbers: after about as many updates as there are, where the ranks of new numbers are random,
 * and never before a number of updates that grows with their root.
 */
export class RankZone {
  // In the zone are the numbers from `low` to `high`: each once, with how many of it there are,
  // which may be none any more.
  private low = -Infinity
  private high = Infinity
  private keys: Float64Array = NO_FLOATS
  private counts: Int32Array = NO_INTS
  private length = 0
  private at = 0 // the cursor
  private pivot = -Infinity // the number there
  private before = 0 // how many numbers are below it
  private all: Float64Array = NO_FLOATS // to make a new zone

  /** A number of the window goes, NaN for none, and another comes. `size`: of the full window. */
  move(leaving: number, coming: number, size: number): void {
    const { low, high, pivot } = this
    this.before += Number(coming < pivot) - Number(leaving < pivot)
    if (leaving >= low && leaving <= high) this.counts[this.find(leaving)] -= 1
    if (coming >= low && coming <= high) this.insert(coming, size)
  }

  /** Nothing is known any more: the numbers have changed. */
  forget(): void {
    this.low = Infinity
    this.high = -Infinity
    this.length = 0
    this.at = 0
    this.pivot = -Infinity
    this.before = 0
  }

  /** What has that rank among the first `count` of the numbers, which are those of the window. */
  read(rank: number, numbers: Float64Array, count: number): number {
    const { counts, length } = this
    let { at, before } = this
    while (at > 0 && rank < before) before -= counts[--at]
    while (at < length && rank >= before + counts[at]) before += counts[at++]
    if (at === length || rank < before) return this.renew(rank, at > 0, numbers, count)
    this.at = at
    this.before = before
    this.pivot = this.keys[at]
    return this.pivot
  }

  /** The place of a number; of the next larger one, if it is not there. */
  private find(x: number): number {
    const { keys } = this
    let from = 0
    let rest = this.length
    while (rest > 1) {
      const half = rest >> 1
      from += half * Number(keys[from + half - 1] < x)
      rest -= half
    }
    return from + Number(rest === 1 && keys[from] < x)
  }

  private insert(x: number, size: number): void {
    const place = this.find(x)
    if (place < this.length && this.keys[place] === x) {
      this.counts[place] += 1
      return
    }
    this.keys = growFloats(this.keys, this.length + 1)
    this.counts = growInts(this.counts, this.length + 1)
    const { keys, counts } = this
    for (let k = this.length; k > place; k--) {
      keys[k] = keys[k - 1]
      counts[k] = counts[k - 1]
    }
    keys[place] = x
    counts[place] = 1
    if (this.length++ === 0) this.pivot = x
    else if (place <= this.at) this.at += 1
    if (this.length >= most(size)) this.shrink(most(size) >> 1)
  }

  /** Leaves out what there is no more, and what is farther than `reach` places from the cursor. */
  private shrink(reach: number): void {
    const { keys, counts } = this
    let kept = 0
    let cursor = 0
    for (let k = 0; k < this.length; k++) {
      if (k === this.at) cursor = kept
      else if (counts[k] === 0) continue
      keys[kept] = keys[k]
      counts[kept++] = counts[k]
    }
    const first = Math.max(0, cursor - (reach >> 1))
    const end = Math.min(kept, first + reach)
    if (first > 0) this.low = keys[first]
    if (end < kept) this.high = keys[end - 1]
    keys.copyWithin(0, first, end)
    counts.copyWithin(0, first, end)
    this.length = end - first
    this.at = cursor - first
  }

  /** A new zone, which reaches farther in the direction in which the rank left the last one. */
  private renew(rank: number, up: boolean, numbers: Float64Array, count: number): number {
    this.all = growFloats(this.all, count)
    const all = this.all.subarray(0, count)
    all.set(numbers.subarray(0, count))
    const quarter = most(count) >> 3
    const first = Math.max(0, rank - (up ? quarter : 3 * quarter))
    const last = Math.min(count - 1, rank + (up ? 3 * quarter : quarter))
    select(all, first, 0, count - 1)
    select(all, last, first, count - 1)
    this.low = first === 0 ? -Infinity : all[first]
    this.high = last === count - 1 ? Infinity : all[last]
    this.collect(all, first, last)
    return this.read(rank, numbers, count)
  }

  /** Numbers as small as the smallest, or as large as the largest, may stand outside. */
  private collect(all: Float64Array, first: number, last: number): void {
    const ordered = all.subarray(first, last + 1).sort()
    const highest = ordered[ordered.length - 1]
    this.keys = growFloats(this.keys, ordered.length)
    this.counts = growInts(this.counts, ordered.length)
    const { keys, counts } = this
    let length = 0
    for (let k = 0; k < ordered.length; k++) {
      if (length > 0 && keys[length - 1] === ordered[k]) counts[length - 1] += 1
      else {
        keys[length] = ordered[k]
        counts[length++] = 1
      }
    }
    let before = first
    for (let k = 0; k < first; k++) if (all[k] === keys[0]) before -= 1
    counts[0] += first - before
    for (let k = last + 1; k < all.length; k++) if (all[k] === highest) counts[length - 1] += 1
    this.length = length
    this.at = 0
    this.before = before
  }
}

/** A small window is all zone, with room for as many that are gone. */
function most(size: number): number {
  return Math.min(2 * size + 2, Math.max(MOST, OF_ROOT * Math.ceil(Math.sqrt(size))))
}
