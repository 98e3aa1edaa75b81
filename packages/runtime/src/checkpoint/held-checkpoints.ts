import { CorruptCheckpointError } from '../errors.js'
import type { Objects } from '../store/objects.js'
import { type Checkpoint, Checkpoints } from './checkpoints.js'
import { blobKey, manifestKey } from './keys.js'
import { keepSnapshot, publish } from './publish.js'

/**
 * Generations that are wanted for longer than a trainer keeps its own: copies beside them, each
 * until it is released. They are verified as all are.
 *
 * @example
 * const held = new HeldCheckpoints(new MemoryObjects(), 'fraud')
 * await held.copies.generations() // => []
 */
export class HeldCheckpoints {
  /** The copies, to be read as the project's own. */
  readonly copies: Checkpoints

  constructor(objects: Objects, project: string) {
    this.copies = new Checkpoints(deeper(objects), project)
  }

  /** Copies one. Its snapshot comes first: a manifest never names what is not there. */
  async hold({ manifest, snapshot }: Checkpoint): Promise<void> {
    const { objects } = this.copies
    await keepSnapshot(objects, manifest, snapshot)
    await publish(objects, manifest)
  }

  /**
   * Removes all copies but these. Of a damaged one nobody knows which snapshot was its own: where
   * it is to stay, all snapshots do.
   */
  async releaseAllBut(generations: readonly number[]): Promise<void> {
    const { objects, project } = this.copies
    const unwanted: number[] = []
    const named: (string | undefined)[] = []
    const released = new Set<string>()
    for (const generation of await this.copies.generations()) {
      const hash = await this.snapshotOf(generation)
      if (generations.includes(generation)) named.push(hash)
      else {
        unwanted.push(generation)
        if (hash !== undefined) released.add(hash)
      }
    }
    for (const generation of unwanted) await objects.remove(manifestKey(project, generation))
    if (named.includes(undefined)) return
    for (const hash of released) {
      if (!named.includes(hash)) await objects.remove(blobKey(project, hash))
    }
  }

  /** `undefined` of one that is damaged. */
  private async snapshotOf(generation: number): Promise<string | undefined> {
    try {
      return (await this.copies.readManifest(generation)).blob.sha256
    } catch (error) {
      if (error instanceof CorruptCheckpointError) return undefined
      throw error
    }
  }
}

/** The same store, a folder below each project's: `fraud/gen` stands for `fraud/held/gen`. */
function deeper(objects: Objects): Objects {
  const below = (key: string) => key.replace('/', '/held/')
  return {
    url: objects.url,
    read: (key) => objects.read(below(key)),
    create: (key, bytes) => objects.create(below(key), bytes),
    list: (folder) => objects.list(below(folder)),
    remove: (key) => objects.remove(below(key)),
  }
}
