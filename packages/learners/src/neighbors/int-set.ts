const FREE = -1
const GONE = -2
/** As CPython does: so many places further are tried before the next jump. */
const LINEAR_PROBES = 9
const SMALLEST = 8

/**
 * River: a set of whole numbers of at least 0 that lists them in the order in which CPython 3.11
 * does, which follows the places of its hash table. What SWINN draws depends on it.
 */
export class IntSet {
  private table: Int32Array = new Int32Array(SMALLEST).fill(FREE)
  private mask: number = SMALLEST - 1
  /** Numbers, and places where one was. */
  private fill = 0
  size = 0
  /** The last place that a search came by where a number was; -1: none. */
  private lastGone = -1

  static of(numbers: Iterable<number>): IntSet {
    const set = new IntSet()
    for (const number of numbers) set.add(number)
    return set
  }

  /** The union of the keys of two dicts. */
  setToKeys(a: ReadonlyMap<number, unknown>, b: ReadonlyMap<number, unknown>): void {
    this.clear()
    if (a.size * 5 >= this.mask * 3) this.resize(a.size * 2)
    for (const key of a.keys()) this.add(key)
    for (const key of b.keys()) this.add(key)
  }

  has(number: number): boolean {
    return this.table[this.placeOf(number)] === number
  }

  add(number: number): void {
    const place = this.placeOf(number)
    if (this.table[place] === number) return
    this.size += 1
    if (this.lastGone >= 0) {
      this.table[this.lastGone] = number
      return
    }
    this.table[place] = number
    this.fill += 1
    if (this.fill * 5 >= this.mask * 3) this.resize(this.size * 4)
  }

  delete(number: number): void {
    const place = this.placeOf(number)
    if (this.table[place] !== number) return
    this.table[place] = GONE
    this.size -= 1
  }

  clear(): void {
    if (this.mask !== SMALLEST - 1) {
      this.table = new Int32Array(SMALLEST)
      this.mask = SMALLEST - 1
    }
    this.table.fill(FREE)
    this.fill = 0
    this.size = 0
  }

  /** Adds all of another set. */
  merge(other: IntSet): void {
    if (other.size === 0) return
    if ((this.fill + other.size) * 5 >= this.mask * 3) this.resize((this.size + other.size) * 2)
    if (this.fill === 0 && this.mask === other.mask && other.fill === other.size) {
      this.table.set(other.table)
      this.fill = other.fill
      this.size = other.size
      return
    }
    if (this.fill > 0) {
      for (const number of other.table) if (number >= 0) this.add(number)
      return
    }
    for (const number of other.table) if (number >= 0) this.table[this.placeOf(number)] = number
    this.fill = other.size
    this.size = other.size
  }

  /** A new set of what is in both. */
  intersection(other: IntSet): IntSet {
    const [large, small] = other.size > this.size ? [other, this] : [this, other]
    const both = new IntSet()
    for (const number of small.table) if (number >= 0 && large.has(number)) both.add(number)
    return both
  }

  /** Takes away all of another set. */
  subtract(other: IntSet): void {
    for (const number of other.table) if (number >= 0) this.delete(number)
    if (this.fill - this.size > Math.floor(this.mask / 4)) this.resize(this.size * 4)
  }

  /** Writes the numbers in their order; returns how many there are. */
  writeTo(list: Int32Array): number {
    const { table, mask } = this
    let count = 0
    for (let place = 0; place <= mask; place++) {
      if (table[place] >= 0) list[count++] = table[place]
    }
    return count
  }

  toArray(): Int32Array {
    return this.table.filter((number) => number >= 0)
  }

  /** Where a number is, else the first free place; on the way it notes what may be used again. */
  private placeOf(number: number): number {
    const { table, mask } = this
    this.lastGone = -1
    let perturb = number
    let place = number & mask
    for (;;) {
      const last = place + LINEAR_PROBES <= mask ? place + LINEAR_PROBES : place
      for (let at = place; at <= last; at++) {
        if (table[at] === number || table[at] === FREE) return at
        if (table[at] === GONE) this.lastGone = at
      }
      perturb >>>= 5
      place = (place * 5 + 1 + perturb) & mask
    }
  }

  private resize(least: number): void {
    let size = SMALLEST
    while (size <= least) size *= 2
    const old = this.table
    this.table = new Int32Array(size).fill(FREE)
    this.mask = size - 1
    for (const number of old) if (number >= 0) this.table[this.placeOf(number)] = number
    this.fill = this.size
  }
}
