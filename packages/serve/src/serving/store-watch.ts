import { setTimeout as wait } from 'node:timers/promises'
import { type AnyProject, Checkpoints, CorruptCheckpointError, type Objects } from '@coelho/runtime'
import { ServedVersion } from './served-version.js'

export interface StoreWatchOptions {
  /** How often it looks, in milliseconds. */
  readonly everyMs: number
  /** Comes before each look at the versions. */
  readonly beforeLook: () => Promise<void>
  /** A newer version was loaded, beside what is served. */
  readonly onVersion: (version: ServedVersion) => void
  /** A version that cannot be used: what is served goes on. Told once each. */
  readonly onDamaged: (version: number, reason: string) => void
  /** The store does not answer; told once until it does again. */
  readonly onTrouble: (error: Error | undefined) => void
}

/**
 * Follows the checkpoints that a trainer writes, wherever it runs: each newer one is read whole,
 * verified and loaded before anybody hears of it.
 */
export class StoreWatch {
  readonly checkpoints: Checkpoints
  private readonly project: AnyProject
  private readonly options: StoreWatchOptions
  private readonly ending: AbortController = new AbortController()
  private readonly damaged: Set<number> = new Set()
  private running: Promise<void> | undefined
  private looking: Promise<void> | undefined
  private isTroubled = false
  private highest = 0

  constructor(store: Objects, project: AnyProject, options: StoreWatchOptions) {
    this.project = project
    this.checkpoints = new Checkpoints(store, project.name)
    this.options = options
  }

  start(): void {
    this.running ??= this.run()
  }

  async stop(): Promise<void> {
    this.ending.abort()
    await this.running
  }

  /** A look now, besides those by the clock. */
  look(): Promise<void> {
    this.looking ??= this.tryToLook().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async run(): Promise<void> {
    const { signal } = this.ending
    while (!signal.aborted) {
      await this.look()
      await wait(this.options.everyMs, undefined, { signal }).catch(() => {})
    }
  }

  private async tryToLook(): Promise<void> {
    try {
      await this.options.beforeLook()
      await this.lookForNewer()
      if (this.isTroubled) this.options.onTrouble(undefined)
      this.isTroubled = false
    } catch (error) {
      if (!this.isTroubled && !this.ending.signal.aborted) this.options.onTrouble(error as Error)
      this.isTroubled = true
    }
  }

  /** The newest that can be used of those above what was found before. */
  private async lookForNewer(): Promise<void> {
    const numbers = await this.checkpoints.generations()
    for (const number of numbers) {
      if (number <= this.highest) return
      const version = await this.load(number)
      if (!version) continue
      this.highest = number
      if (!this.ending.signal.aborted) this.options.onVersion(version)
      return
    }
  }

  private async load(number: number): Promise<ServedVersion | undefined> {
    if (this.damaged.has(number)) return undefined
    try {
      return ServedVersion.load(await this.checkpoints.read(number), this.project)
    } catch (error) {
      if (isOfStore(error)) throw error
      // One that was collected while it was read is no damage: a newer one is there.
      const isGone = !(await this.checkpoints.generations()).includes(number)
      if (!isGone) {
        this.damaged.add(number)
        this.options.onDamaged(number, reasonOf(error))
      }
      return undefined
    }
  }
}

/** No answer says nothing of what is stored. */
function isOfStore(error: unknown): boolean {
  return (error as Error).name === 'StoreError'
}

function reasonOf(error: unknown): string {
  return error instanceof CorruptCheckpointError ? error.expected : (error as Error).message
}
