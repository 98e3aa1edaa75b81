import { dirname } from 'node:path'
import type { Disk } from './disk.js'

/** The machine is gone: nothing after it happens. */
export class Crash extends Error {}

type Change = (names: Map<string, Uint8Array>) => void

/**
 * A disk in memory that forgets in a crash what a real one may forget: names whose folder was not
 * synced, each for itself, and the end of a file that was being written.
 */
export class SimulatedDisk implements Disk {
  /** Calls so far that change something. */
  steps = 0
  /** Before which of them the machine stops; in a write, in its middle. */
  crashAt: number = Number.POSITIVE_INFINITY
  /** Which of them fails, and with what. */
  failAt: number = Number.POSITIVE_INFINITY
  failure = 'EIO'
  /** What is left of a file whose write the crash cut. */
  torn: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes.slice(0, bytes.length >> 1)
  /** The size of that file. */
  cut = 0
  private seen: Map<string, Uint8Array> = new Map()
  private kept: Map<string, Uint8Array> = new Map()
  private unsynced: { readonly folder: string; readonly change: Change }[] = []

  /** How many changes the crash may have kept, or not. */
  get pending(): number {
    return this.unsynced.length
  }

  /** The disk as the next start finds it; `keeps` decides what of the unsynced was kept. */
  afterCrash(keeps: () => boolean): SimulatedDisk {
    const next = new SimulatedDisk()
    for (const { change } of this.unsynced) if (keeps()) change(this.kept)
    next.kept = new Map(this.kept)
    next.seen = new Map(this.kept)
    return next
  }

  async makeFolder(_path: string): Promise<void> {
    this.step()
  }

  async list(path: string): Promise<string[]> {
    this.beAlive()
    const inside = [...this.seen.keys()].filter((name) => dirname(name) === path)
    return inside.map((name) => name.slice(path.length + 1))
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    this.beAlive()
    return this.seen.get(path)?.slice()
  }

  async has(path: string): Promise<boolean> {
    this.beAlive()
    return this.seen.has(path)
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    try {
      this.step()
    } catch (error) {
      const torn = this.torn(bytes)
      this.cut = bytes.length
      this.change(path, (names) => names.set(path, torn))
      throw error
    }
    const whole = bytes.slice()
    this.change(path, (names) => names.set(path, whole))
  }

  async link(from: string, to: string): Promise<'created' | 'exists'> {
    this.step()
    if (this.seen.has(to)) return 'exists'
    const bytes = this.seen.get(from)!
    this.change(to, (names) => names.set(to, bytes))
    return 'created'
  }

  async remove(path: string): Promise<void> {
    this.step()
    this.change(path, (names) => names.delete(path))
  }

  async syncFolder(path: string): Promise<void> {
    this.step()
    const synced = this.unsynced.filter(({ folder }) => folder === path)
    for (const { change } of synced) change(this.kept)
    this.unsynced = this.unsynced.filter(({ folder }) => folder !== path)
  }

  private change(path: string, change: Change): void {
    change(this.seen)
    this.unsynced.push({ folder: dirname(path), change })
  }

  private beAlive(): void {
    if (this.steps > this.crashAt) throw new Crash()
  }

  private step(): void {
    const at = this.steps++
    this.beAlive()
    if (at !== this.failAt) return
    throw Object.assign(new Error(this.failure), { code: this.failure })
  }
}
