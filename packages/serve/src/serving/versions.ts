import type { Checkpoint, Checkpoints } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { VersionInfo } from '../api/shapes.js'
import { ServedVersion } from './served-version.js'
import type { ServingState } from './serving-state.js'

/** The versions of a project that its store has, and which of them answers. */
export class Versions {
  private readonly checkpoints: Checkpoints
  /** Copies of those that are wanted for longer than the trainer keeps its own. */
  private readonly copies: Checkpoints
  private readonly state: ServingState

  constructor(checkpoints: Checkpoints, copies: Checkpoints, state: ServingState) {
    this.checkpoints = checkpoints
    this.copies = copies
    this.state = state
  }

  private async numbers(): Promise<number[]> {
    const all = [...(await this.checkpoints.generations()), ...(await this.copies.generations())]
    return [...new Set(all)].sort((a, b) => b - a)
  }

  /** The newest first. */
  async list(): Promise<VersionInfo[]> {
    const numbers = await this.numbers()
    const rows = await Promise.all(numbers.map((number) => this.rowOf(number, numbers[0])))
    return rows.filter((row) => row !== undefined)
  }

  /** `undefined` of one that was collected, or whose manifest cannot be read. */
  private async rowOf(
    number: number,
    newest: number | undefined,
  ): Promise<VersionInfo | undefined> {
    const { isReady, pinned, damaged } = this.state
    const found = await this.checkpoints
      .readManifest(number)
      .catch(() => this.copies.readManifest(number))
      .catch(() => undefined)
    if (!found) return undefined
    const { project: model, blob, events, savedAt, writer } = found
    const serving = isReady && number === this.state.current.facts.version
    const wrong = damaged.find(({ version }) => version === number)
    return {
      ...{ model, version: number, sha256: blob.sha256, events, savedAt, writer },
      ...{ bytes: blob.bytes, serving, pinned: number === pinned, newest: number === newest },
      damaged: wrong?.reason ?? null,
    }
  }

  /** One of this number: those at hand without a look at the store. */
  async of(number: number): Promise<ServedVersion> {
    const { newest, isReady } = this.state
    const held = [newest, isReady ? this.state.current : undefined]
    const there = held.find((one) => one?.facts.version === number)
    if (there) return there
    return ServedVersion.load(await this.checkpointOf(number), this.state.project)
  }

  /** The bytes of one, from the copies where the trainer has removed its own. */
  async checkpointOf(number: number): Promise<Checkpoint> {
    try {
      return await this.checkpoints.read(number).catch((error: Error) =>
        this.copies.read(number).catch(() => {
          throw error
        }),
      )
    } catch (error) {
      const numbers = (await this.numbers()).join(', ')
      const reason = (error as Error).message
      throw new ServeError('unknown', `version ${number}: ${reason} There are: ${numbers}.`)
    }
  }
}
