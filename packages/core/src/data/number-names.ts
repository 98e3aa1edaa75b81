import { SnapshotError } from '../errors.js'
import { growInts } from '../memory/grow.js'

/** Whole numbers below this may stand for names. */
const MOST = 16_777_216
const WHOLE = /^(0|[1-9]\d{0,8})$/

/**
 * Names that are whole numbers below a bound, such as places of hashes, each with its index: no
 * strings are kept of them. They are found in a table by open addressing; what was added last is
 * taken back first, so that its slot can simply be emptied.
 */
export class NumberNames {
  /** All numbers are below it: that bounds how many there may be. */
  readonly below: number
  length = 0
  /** So many of them were committed. */
  kept = 0
  private list: Int32Array = new Int32Array(8)
  /** In pairs: a number, and its index plus 1 or 0 where the slot is empty. */
  private table: Int32Array = new Int32Array(32)
  private mask = 15

  constructor(below: number) {
    this.below = below
  }

  name(index: number): string | undefined {
    return index < this.length ? String(this.list[index]) : undefined
  }

  names(): string[] {
    return Array.from(this.list.subarray(0, this.length), String)
  }

  /** The numbers in the order in which they came. */
  numbers(): number[] {
    return Array.from(this.list.subarray(0, this.length))
  }

  /** The number that a name is, or -1 where it is none of those it may be. */
  parse(name: string): number {
    return WHOLE.test(name) && Number(name) < this.below ? Number(name) : -1
  }

  /** The index of a number, else -1. */
  find(number: number): number {
    const { table, mask } = this
    for (let slot = number & mask; table[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (table[2 * slot] === number) return table[2 * slot + 1] - 1
    }
    return -1
  }

  /** The index of a whole number below the bound, which is given one if it is new. */
  add(number: number): number {
    const { table, mask } = this
    let slot = number & mask
    for (; table[2 * slot + 1] !== 0; slot = (slot + 1) & mask) {
      if (table[2 * slot] === number) return table[2 * slot + 1] - 1
    }
    const index = this.length
    this.list = growInts(this.list, index + 1)
    this.list[index] = number
    this.length = index + 1
    if (2 * this.length > mask) this.spread()
    else {
      table[2 * slot] = number
      table[2 * slot + 1] = index + 1
    }
    return index
  }

  /** The same for many: their indices, one for each however often it comes. */
  addAll(numbers: Int32Array, count: number, indices: Int32Array): void {
    let { table, mask } = this
    for (let k = 0; k < count; k++) {
      const number = numbers[k]
      let slot = number & mask
      while (table[2 * slot] !== number && table[2 * slot + 1] !== 0) slot = (slot + 1) & mask
      const known = table[2 * slot + 1]
      if (known !== 0) indices[k] = known - 1
      else {
        indices[k] = this.add(number)
        table = this.table
        mask = this.mask
      }
    }
  }

  /** The same for a name; -1 where it is none of those it may be, or new and not to be added. */
  addName(name: string, mayAdd: boolean): number {
    const number = this.parse(name)
    return number >= 0 && mayAdd ? this.add(number) : this.find(number)
  }

  private spread(): void {
    const mask = 2 * this.mask + 1
    const table = new Int32Array(2 * (mask + 1))
    for (let index = 0; index < this.length; index++) {
      let slot = this.list[index] & mask
      while (table[2 * slot + 1] !== 0) slot = (slot + 1) & mask
      table[2 * slot] = this.list[index]
      table[2 * slot + 1] = index + 1
    }
    this.table = table
    this.mask = mask
  }

  get provisional(): boolean {
    return this.length > this.kept
  }

  commit(): void {
    this.kept = this.length
  }

  rollback(): void {
    const { table, mask, list } = this
    while (this.length > this.kept) {
      const number = list[--this.length]
      let slot = number & mask
      while (table[2 * slot] !== number || table[2 * slot + 1] === 0) slot = (slot + 1) & mask
      table[2 * slot + 1] = 0
    }
  }

  /** True if what another one knows are the first of those this one knows. */
  startsWith(other: NumberNames): boolean {
    if (other.below !== this.below || other.length > this.length) return false
    for (let i = 0; i < other.length; i++) if (other.list[i] !== this.list[i]) return false
    return true
  }
}

/** Numbers as they were saved, all of them kept. */
export function loadNumbers(below: unknown, numbers: unknown): NumberNames {
  const isBound = Number.isInteger(below) && (below as number) > 0 && (below as number) <= MOST
  if (!isBound || !Array.isArray(numbers)) {
    throw new SnapshotError('numbers for names must come in a list with their bound', below)
  }
  const made = new NumberNames(below as number)
  for (let i = 0; i < numbers.length; i++) {
    const isNumber = Number.isInteger(numbers[i]) && numbers[i] >= 0 && numbers[i] < made.below
    if (!isNumber || made.add(numbers[i]) !== i) {
      throw new SnapshotError('numbers for names must be different, and below a bound', numbers[i])
    }
  }
  made.commit()
  return made
}
