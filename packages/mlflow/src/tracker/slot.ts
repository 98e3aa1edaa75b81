import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, ProcessLock } from '@coelho/runtime'

/** The most processes of this machine that track one project at once. */
const MOST = 100

/** Slots of this process, by their folders. */
const held: Set<string> = /* @__PURE__ */ new Set()

/**
 * A folder that belongs to one process for as long as that lives. The first that nobody has is
 * taken: after a crash the next process goes on with what the last one has left there.
 */
export class Slot {
  readonly folder: string
  private readonly lock: ProcessLock

  private constructor(folder: string, lock: ProcessLock) {
    this.folder = folder
    this.lock = lock
  }

  static async take(root: string): Promise<Slot> {
    for (let number = 1; number <= MOST; number++) {
      const slot = await Slot.at(join(root, String(number)))
      if (slot) return slot
    }
    throw new Error(`${MOST} processes track this project already: ${root}`)
  }

  /** Slots that somebody has left who is gone. */
  static async *abandoned(root: string): AsyncGenerator<Slot> {
    const names = await readdir(root).catch(() => [])
    for (const name of names.filter((one) => /^\d{1,3}$/.test(one))) {
      const slot = await Slot.at(join(root, name))
      if (slot) yield slot
    }
  }

  private static async at(folder: string): Promise<Slot | undefined> {
    if (held.has(folder)) return undefined
    held.add(folder)
    await mkdir(folder, { recursive: true })
    const lock = await ProcessLock.take(join(folder, 'lock'), { attempts: 5, isHeldBy })
    if (lock instanceof ProcessLock) return new Slot(folder, lock)
    held.delete(folder)
    return undefined
  }

  async release(): Promise<void> {
    await this.lock.release()
    held.delete(this.folder)
  }
}

/** This process' own number stands for one before it that had the same: containers begin anew. */
function isHeldBy(pid: number): boolean {
  return pid > 0 && pid !== process.pid && isAlive(pid)
}
