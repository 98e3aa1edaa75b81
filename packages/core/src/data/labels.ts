import { InvalidLabelError, SnapshotError } from '../errors.js'

/** What a classifier predicts. Kept as it is: `true`, `'true'` and `1` are three classes. */
export type Label = string | number | boolean

/**
 * What a truth may be told by beside itself: `true` for 1, `false` for 0, and the other way round.
 * Python takes them for one; binary models that are taught 0 and 1 answer `false` and `true`.
 */
export function twinOf(label: unknown): Label | undefined {
  if (typeof label === 'boolean') return Number(label)
  return label === 0 || label === 1 ? label === 1 : undefined
}

/**
 * Whether a truth and a prediction are of one class, also where one is 1 and the other `true`.
 *
 * @example
 * isSameLabel(1, true) // => true
 * isSameLabel('1', 1) // => false
 */
export function isSameLabel(a: Label | undefined, b: Label | undefined): boolean {
  return a === b || (a !== undefined && twinOf(a) === b)
}

/** The classes a model has met, each with its code: 0, 1, 2 … in the order of first sight. */
export class Labels {
  static readonly id: string = 'Labels'

  private readonly values: Label[] = []
  private readonly codes: Map<Label, number> = new Map()
  private sorted: Int32Array | undefined
  private sortedRanks: Int32Array | undefined
  readonly limit: number

  constructor(limit = 65_536) {
    this.limit = limit
  }

  get size(): number {
    return this.values.length
  }

  /** How many classes a prediction chooses from: the codes below it have a label. */
  get candidates(): number {
    return this.size
  }

  at(code: number): Label | undefined {
    return this.values[code]
  }

  /** The label of a code as it was learned: a binary model tells 0 and 1 by other names. */
  taught(code: number): Label | undefined {
    return this.at(code)
  }

  /** The code of a known label, else -1. */
  find(label: Label): number {
    return this.codes.get(label) ?? -1
  }

  /** The code of a label, which is given one if it is new. Check it first: see `check`. */
  add(label: Label): number {
    const known = this.codes.get(label)
    if (known !== undefined) return known
    const code = this.values.length
    this.values.push(label === 0 ? 0 : label) // -0 is the same label, and is told as 0
    this.codes.set(label, code)
    this.sorted = undefined
    this.sortedRanks = undefined
    return code
  }

  /** Throws if the label cannot be learned; changes nothing. */
  check(who: string, label: unknown): void {
    const kind = typeof label
    if (kind === 'string' || kind === 'boolean' || Number.isFinite(label)) {
      if (this.codes.size < this.limit || this.codes.has(label as Label)) return
      throw new InvalidLabelError(who, `must be one of the ${this.limit} known (the limit)`, label)
    }
    const expected = 'must be a string, a finite number or a boolean'
    throw new InvalidLabelError(who, expected, label)
  }

  /** Throws if one of the labels cannot be learned, or if together they are too many. */
  checkAll(who: string, labels: ArrayLike<unknown>): void {
    this.encode(who, labels)
  }

  /**
   * The code each label has, or will have once those before it were added; -1 where the weight
   * is 0 and it will not be. Throws as `checkAll` does; changes nothing.
   */
  encode(who: string, labels: ArrayLike<unknown>, weights?: ArrayLike<number>): Int32Array {
    const result = new Int32Array(labels.length)
    const fresh = new Map<unknown, number>()
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as Label
      let code = this.codes.get(label) ?? fresh.get(label)
      if (code === undefined) {
        this.check(who, label)
        code = this.size + fresh.size
        if (weights?.[i] !== 0) fresh.set(label, code)
      }
      result[i] = weights?.[i] === 0 ? -1 : code
    }
    if (this.codes.size + fresh.size <= this.limit) return result
    throw new InvalidLabelError(who, `list may bring the known ones to ${this.limit} at most`)
  }

  /** The codes in the order of their labels: numbers and booleans by size, then strings. */
  inOrder(): Int32Array {
    this.sorted ??= Int32Array.from(this.values.keys()).sort((a, b) =>
      compareValues(this.values[a], this.values[b]),
    )
    return this.sorted
  }

  /** By code its place in that order. */
  ranks(): Int32Array {
    if (!this.sortedRanks) {
      const ranks = new Int32Array(this.size)
      this.inOrder().forEach((code, rank) => {
        ranks[code] = rank
      })
      this.sortedRanks = ranks
    }
    return this.sortedRanks
  }

  toArray(): readonly Label[] {
    return [...this.values]
  }

  saveState(): Label[] {
    return [...this.values]
  }

  restoreState(values: unknown): void {
    if (!Array.isArray(values)) throw new SnapshotError('labels must be a list')
    this.checkAll('Labels', values)
    for (const value of values) {
      if (this.codes.has(value)) throw new SnapshotError('a label must not come twice', value)
      this.add(value)
    }
  }
}

/** Python's order within a kind: numbers (false is 0, true is 1) by size, strings by character. */
export function compareValues(a: Label, b: Label): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareStrings(a, b) : 1
  if (typeof b === 'string') return -1
  return Number(a) - Number(b)
}

/** By code point, as Python does: JavaScript compares UTF-16 units, which puts U+10000 first. */
function compareStrings(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0)
  }
  return a.length - b.length
}
