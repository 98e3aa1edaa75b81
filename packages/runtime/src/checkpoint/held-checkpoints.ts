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

  /** Removes all copies but these. */
  async releaseAllBut(generations: readonly number[]): Promise<void> {
    const { objects, project } = this.copies
    const named = new Set<string>()
    const unwanted: [generation: number, hash: string][] = []
    for (const generation of await this.copies.generations()) {
      const { blob } = await this.copies.readManifest(generation)
      if (generations.includes(generation)) named.add(blob.sha256)
      else unwanted.push([generation, blob.sha256])
    }
    for (const [generation, hash] of unwanted) {
      await objects.remove(manifestKey(project, generation))
      if (!named.has(hash)) await objects.remove(blobKey(project, hash))
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
