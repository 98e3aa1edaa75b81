import type { Checkpoints } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { Version, VersionInfo } from '../api/shapes.js'
import { ServedVersion } from './served-version.js'
import type { ServingState } from './serving-state.js'

/** The versions of a project that its store has, and which of them answers. */
export class Versions {
  private readonly checkpoints: Checkpoints
  private readonly state: ServingState

  constructor(checkpoints: Checkpoints, state: ServingState) {
    this.checkpoints = checkpoints
    this.state = state
  }

  /** The newest first. */
  async list(): Promise<VersionInfo[]> {
    const numbers = await this.checkpoints.generations()
    const rows = await Promise.all(numbers.map((number) => this.rowOf(number, numbers[0])))
    return rows.filter((row) => row !== undefined)
  }

  /** `undefined` of one that was collected, or whose manifest cannot be read. */
  private async rowOf(
    number: number,
    newest: number | undefined,
  ): Promise<VersionInfo | undefined> {
    const { isReady, pinned, damaged } = this.state
    const found = await this.checkpoints.readManifest(number).catch(() => undefined)
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
    try {
      return ServedVersion.load(await this.checkpoints.read(number))
    } catch (error) {
      const numbers = (await this.checkpoints.generations()).join(', ')
      const reason = (error as Error).message
      throw new ServeError('unknown', `version ${number}: ${reason} There are: ${numbers}.`)
    }
  }

  /** Stays at one, whatever the training writes. */
  async pin(number: number): Promise<Version> {
    const version = await this.of(number)
    this.state.pinned = number
    this.state.serve(version)
    this.state.markServed(`held at version ${number}`)
    return version.facts
  }

  /** Goes with the newest again. */
  follow(): Version {
    const { state } = this
    if (state.pinned === undefined) return state.current.facts
    state.pinned = undefined
    state.serve(state.newest ?? state.current)
    state.markServed('follows the newest version')
    return state.current.facts
  }
}
