import type { Objects } from '../store/objects.js'
import { numberName, numbersOf } from './keys.js'

/** So many are kept: what was before the present one, to look at. */
const KEEP = 20

/** A state of something that changes, and the how many-th it is. */
export interface Revision {
  readonly number: number
  readonly bytes: Uint8Array
}

/**
 * Something that changes, in a store where nothing does: each change is an object of the next
 * number. Of several that write one number, one succeeds.
 *
 * @example
 * const revisions = new Revisions(new MemoryObjects(), 'fraud/serving')
 * await revisions.add(1, new Uint8Array(3)) // => true
 * await revisions.add(1, new Uint8Array(4)) // => false
 * const newest = await revisions.newerThan(0)
 * newest?.number // => 1
 */
export class Revisions {
  readonly #objects: Objects
  readonly #folder: string

  constructor(objects: Objects, folder: string) {
    this.#objects = objects
    this.#folder = folder
  }

  /** The newest, if its number is above that. */
  async newerThan(number: number): Promise<Revision | undefined> {
    const [newest = 0] = await this.#numbers()
    if (newest <= number) return undefined
    const bytes = await this.#objects.read(this.#key(newest))
    return bytes && { number: newest, bytes }
  }

  /** Whether it is the newest now, by this number; if not, another was first. */
  async add(number: number, bytes: Uint8Array): Promise<boolean> {
    const key = this.#key(number)
    const created = await this.#objects.create(key, bytes)
    if (created !== 'created') {
      const there = await this.#objects.read(key)
      if (!there || Buffer.compare(there, bytes) !== 0) return false
    }
    const numbers = await this.#numbers()
    // Numbers are free again once their objects are removed: who slept for long may take one.
    if (numbers[0]! > number) return false
    for (const old of numbers.slice(KEEP)) await this.#objects.remove(this.#key(old))
    return true
  }

  async #numbers(): Promise<number[]> {
    return numbersOf(await this.#objects.list(this.#folder))
  }

  #key(number: number): string {
    return `${this.#folder}/${numberName(number)}`
  }
}
