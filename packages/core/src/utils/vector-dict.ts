import { InvalidInputError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { type Key, type Vector, vectorEntries } from './vector.js'

export interface VectorDictOptions {
  /** Numbers by name to start with. */
  readonly data: Vector | VectorDict | null
  /** Makes the number of a name that is asked for and is not there; null: it counts as 0. */
  readonly defaultFactory: (() => number) | null
}

/**
 * Numbers by name that can be computed with: in sums, products and the like a missing one counts
 * as 0. Nothing is changed but by `set`, `delete` and a `defaultFactory`; results are new.
 *
 * @example
 * const a = new utils.VectorDict({ data: { x: 1, y: 2 } })
 * const b = new utils.VectorDict({ data: { y: 3, z: 4 } })
 * a.matmul(b) // => 6
 * a.add(b).toDict() // => new Map([['x', 1], ['y', 5], ['z', 4]])
 */
export class VectorDict implements Iterable<Key> {
  static readonly rules: Rules<VectorDictOptions> = {
    data: { kind: 'object', default: null, nullable: true },
    defaultFactory: { kind: 'function', default: null, nullable: true },
  }

  private readonly numbers: Map<Key, number>
  private readonly factory: (() => number) | null

  constructor(given: Readonly<Partial<VectorDictOptions>> = {}) {
    const { data, defaultFactory } = resolveOptions<VectorDictOptions>(
      'VectorDict',
      given,
      VectorDict.rules,
    )
    this.factory = defaultFactory
    this.numbers = new Map()
    const entries = data instanceof VectorDict ? data.entries() : vectorEntries(data ?? {})
    for (const [key, value] of entries) this.set(key, value)
  }

  /** How many numbers there are. */
  get size(): number {
    return this.numbers.size
  }

  /** The number of that name; undefined if there is none. */
  get(key: Key): number | undefined {
    return this.numbers.has(key) || !this.factory ? this.numbers.get(key) : this.numberOf(key)
  }

  set(key: Key, value: number): void {
    if (typeof value !== 'number') {
      throw new InvalidInputError('VectorDict', 'a value must be a number', value)
    }
    this.numbers.set(key, value)
  }

  delete(key: Key): boolean {
    return this.numbers.delete(key)
  }

  has(key: Key): boolean {
    return this.numbers.has(key)
  }

  keys(): IterableIterator<Key> {
    return this.numbers.keys()
  }

  values(): IterableIterator<number> {
    return this.numbers.values()
  }

  entries(): IterableIterator<[Key, number]> {
    return this.numbers.entries()
  }

  [Symbol.iterator](): IterableIterator<Key> {
    return this.numbers.keys()
  }

  /** A copy of the numbers. */
  toDict(): Map<Key, number> {
    return new Map(this.numbers)
  }

  add(other: VectorDict | number): VectorDict {
    return this.combine(other, (a, b) => a + b)
  }

  sub(other: VectorDict | number): VectorDict {
    return this.combine(other, (a, b) => a - b)
  }

  mul(other: VectorDict | number): VectorDict {
    return this.combine(other, (a, b) => a * b)
  }

  div(other: VectorDict | number): VectorDict {
    return this.combine(other, (a, b) => a / b)
  }

  pow(exponent: number): VectorDict {
    return this.combine(exponent, (a, b) => a ** b)
  }

  /** The smaller of each two numbers. */
  minimum(other: VectorDict | number): VectorDict {
    return this.combine(other, Math.min)
  }

  /** The larger of each two numbers. */
  maximum(other: VectorDict | number): VectorDict {
    return this.combine(other, Math.max)
  }

  neg(): VectorDict {
    return this.combine(0, (a) => -a)
  }

  abs(): VectorDict {
    return this.combine(0, Math.abs)
  }

  /** The dot product. */
  matmul(other: VectorDict): number {
    const [few, many] = this.size <= other.size ? [this, other] : [other, this]
    let sum = 0
    for (const [key, value] of few.numbers) sum += value * (many.numbers.get(key) ?? 0)
    return sum
  }

  /** The smallest number; undefined if there is none. */
  min(): number | undefined {
    return this.size === 0 ? undefined : [...this.values()].reduce((a, b) => Math.min(a, b))
  }

  /** The largest number; undefined if there is none. */
  max(): number | undefined {
    return this.size === 0 ? undefined : [...this.values()].reduce((a, b) => Math.max(a, b))
  }

  toString(): string {
    return `{${[...this.numbers].map(([key, value]) => `${key}: ${value}`).join(', ')}}`
  }

  /** With a number: each with it. With another one: all names that one of both has. */
  private combine(other: VectorDict | number, of: (a: number, b: number) => number): VectorDict {
    const result = new VectorDict({ defaultFactory: this.factory })
    if (typeof other === 'number') {
      for (const [key, value] of this.numbers) result.numbers.set(key, of(value, other))
      return result
    }
    if (!(other instanceof VectorDict)) {
      throw new InvalidInputError('VectorDict', 'goes with a VectorDict or a number only', other)
    }
    for (const key of new Set([...this.keys(), ...other.keys()])) {
      result.numbers.set(key, of(this.numberOf(key), other.numberOf(key)))
    }
    return result
  }

  private numberOf(key: Key): number {
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    if (!this.factory) return 0
    this.set(key, this.factory())
    return this.numbers.get(key) as number
  }
}
