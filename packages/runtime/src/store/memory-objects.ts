import { type Created, checkKey, type Objects } from './objects.js'

/**
 * Objects in this process, for tests and for what need not outlive it.
 *
 * @example
 * const objects = new MemoryObjects()
 * await objects.create('fraud/gen/1', new Uint8Array([1])) // => 'created'
 * await objects.create('fraud/gen/1', new Uint8Array([2])) // => 'exists'
 */
export class MemoryObjects implements Objects {
  readonly url: string = 'memory:'
  private readonly kept: Map<string, Uint8Array> = new Map()

  async read(key: string): Promise<Uint8Array | undefined> {
    return this.kept.get(checkKey(key))?.slice()
  }

  async create(key: string, bytes: Uint8Array): Promise<Created> {
    if (this.kept.has(checkKey(key))) return 'exists'
    this.kept.set(key, bytes.slice())
    return 'created'
  }

  async list(folder: string): Promise<string[]> {
    const start = `${checkKey(folder)}/`
    const inside = [...this.kept.keys()].filter((key) => key.startsWith(start))
    return inside.map((key) => key.slice(start.length)).filter((name) => !name.includes('/'))
  }

  async remove(key: string): Promise<void> {
    this.kept.delete(checkKey(key))
  }
}
