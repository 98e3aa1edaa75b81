// A store that all processes share, with what stores do: it is slow, it loses answers, it refuses,
// it is written to by a process that dies meanwhile.
import { decodeManifest, hashOf, type Manifest } from '../../checkpoint/manifest.js'
import { StoreError } from '../../errors.js'
import type { Created, Objects } from '../../store/objects.js'
import type { Process, World } from './world.test-support.js'

export interface BucketFaults {
  /** The share of writes whose answer is lost, written or not; and of calls that fail. */
  lostAnswers: number
  errors: number
  /** False to let a key be written twice, as a store without conditions does. */
  hasFence: boolean
}

export class Bucket {
  readonly kept: Map<string, Uint8Array> = new Map()
  /** Every manifest that was created, in this order. */
  readonly created: Manifest[] = []
  readonly faults: BucketFaults = { lostAnswers: 0, errors: 0, hasFence: true }
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  /** The store as one process sees it. */
  of(process: Process): Objects {
    const delay = () => this.world.after(1 + this.world.below(8), process)
    const happen = async <T>(work: () => T): Promise<T> => {
      await delay()
      this.maybeRefuse()
      const result = work()
      await delay()
      return result
    }
    return {
      url: 'simulated:',
      read: (key) => happen(() => this.kept.get(key)?.slice()),
      list: (folder) => happen(() => this.list(folder)),
      remove: (key) => happen(() => void this.kept.delete(key)),
      create: (key, bytes) => this.create(key, bytes, process, delay),
    }
  }

  /** Turns a bit of the newest manifest, or of its snapshot. */
  damage(project: string): void {
    const names = this.list(`${project}/gen`).sort()
    // One that follows directly on the one before can be done without.
    if (names.length < 3) return
    const bytes = this.kept.get(`${project}/gen/${names[names.length - 1]}`)!
    const spoilt = bytes.slice()
    spoilt[this.world.below(spoilt.length)]! ^= 1 << this.world.below(8)
    this.kept.set(`${project}/gen/${names[names.length - 1]}`, spoilt)
  }

  private async create(
    key: string,
    bytes: Uint8Array,
    process: Process,
    delay: () => Promise<void>,
  ): Promise<Created> {
    const { world, faults } = this
    const copy = bytes.slice()
    const fate = world.random()
    // What is on its way arrives, or not, whether the process lives or not.
    const arrives = fate >= faults.lostAnswers / 2
    let result: Created = 'unknown'
    const arrival = 1 + world.below(8)
    world.plan(arrival, undefined, () => {
      if (arrives) result = this.put(key, copy)
    })
    await world.after(arrival, process)
    this.maybeRefuse()
    await delay()
    return fate < faults.lostAnswers ? 'unknown' : result
  }

  private put(key: string, bytes: Uint8Array): Created {
    if (this.kept.has(key) && this.faults.hasFence) return 'exists'
    this.kept.set(key, bytes)
    if (key.includes('/gen/')) this.created.push(decodeManifest(bytes))
    return 'created'
  }

  private list(folder: string): string[] {
    const start = `${folder}/`
    return [...this.kept.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length))
  }

  private maybeRefuse(): void {
    if (this.world.random() >= this.faults.errors) return
    throw new StoreError('simulated:', 'must answer; try again', '503')
  }
}

/** What is wrong with the history of a store; nothing, if it has one owner at a time. */
export function violationsOf(created: readonly Manifest[]): string[] {
  const hashes = new Map(created.map((manifest) => [hashOf(manifest), manifest]))
  const wrong: string[] = []
  const owners = new Map<number, string>()
  const followed = new Map<string, number>()
  for (const { generation, epoch, writer, parent, sequence } of created) {
    const owner = owners.get(epoch) ?? writer
    owners.set(epoch, owner)
    if (owner !== writer) wrong.push(`epoch ${epoch} has two writers`)
    if (parent === null) continue
    const before = hashes.get(parent)
    if (!before) wrong.push(`generation ${generation} follows nothing`)
    else if (before.generation >= generation) wrong.push(`generation ${generation} goes back`)
    // A claim may follow one that others followed too, if those were damaged since.
    if (sequence > 0) followed.set(parent, (followed.get(parent) ?? 0) + 1)
  }
  for (const [hash, times] of followed) {
    if (times > 1) wrong.push(`${times} generations follow ${hashes.get(hash)?.generation}`)
  }
  const numbers = created.map(({ generation }) => generation)
  if (new Set(numbers).size < numbers.length) wrong.push('a generation was created twice')
  return wrong
}
