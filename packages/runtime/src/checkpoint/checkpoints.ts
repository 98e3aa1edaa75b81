import { CorruptCheckpointError, StoreError } from '../errors.js'
import { isSafeName, type Objects } from '../store/objects.js'
import { blobKey, manifestFolder, manifestKey, numbersOf } from './keys.js'
import { decodeManifest, digestOf, type Manifest } from './manifest.js'

/** A generation and the snapshot it stands for, both verified. */
export interface Checkpoint {
  readonly manifest: Manifest
  readonly snapshot: Uint8Array
}

/** What a look at a store found: the newest that can be trusted, and the highest number. */
export interface Seen {
  readonly newest: Checkpoint | undefined
  readonly highest: number
}

/** A generation that was passed over, and why. */
export interface Skipped {
  readonly generation: number
  readonly reason: string
}

/**
 * The generations of a project in a store, as a reader sees them: a server, a command line, or a
 * trainer that starts. Nothing here writes.
 */
export class Checkpoints {
  readonly objects: Objects
  readonly project: string
  private readonly onSkipped: (skipped: Skipped) => void

  constructor(objects: Objects, project: string, onSkipped: (skipped: Skipped) => void = ignore) {
    if (!isSafeName(project)) {
      const expected = 'a project is named by letters, digits, ".", "_" and "-"'
      throw new StoreError(objects.url, expected, project)
    }
    this.objects = objects
    this.project = project
    this.onSkipped = onSkipped
  }

  /** The numbers there are, newest first. */
  async generations(): Promise<number[]> {
    return numbersOf(await this.objects.list(manifestFolder(this.project)))
  }

  /** One generation, whole, or a `CorruptCheckpointError` that says what is wrong with it. */
  async read(generation: number): Promise<Checkpoint> {
    const manifest = await this.readManifest(generation)
    const { sha256: hash, bytes } = manifest.blob
    const snapshot = await this.objects.read(blobKey(this.project, hash))
    if (!snapshot) throw this.corrupt(generation, 'its snapshot is gone')
    if (snapshot.length !== bytes || (await digestOf(snapshot)) !== hash) {
      throw this.corrupt(generation, 'its snapshot is damaged')
    }
    return { manifest, snapshot }
  }

  /** A generation's manifest alone. */
  async readManifest(generation: number): Promise<Manifest> {
    const bytes = await this.objects.read(manifestKey(this.project, generation))
    if (!bytes) throw this.corrupt(generation, 'it is gone')
    const manifest = decodeManifest(bytes)
    if (manifest.project !== this.project || manifest.generation !== generation) {
      throw this.corrupt(generation, `it is ${manifest.project}'s ${manifest.generation}`)
    }
    return manifest
  }

  /**
   * The newest generation that can be trusted; those above it that cannot are told of.
   * `undefined` where there is none at all; where none can be trusted an error: a project with
   * a past never starts afresh by itself.
   */
  async newest(): Promise<Checkpoint | undefined> {
    return (await this.look()).newest
  }

  /** The same, with the highest number at that moment, whether it can be trusted or not. */
  async look(): Promise<Seen> {
    const numbers = await this.generations()
    const [highest = 0] = numbers
    for (const generation of numbers) {
      try {
        return { newest: await this.read(generation), highest }
      } catch (error) {
        if (!(error instanceof CorruptCheckpointError)) throw error
        this.onSkipped({ generation, reason: error.expected })
      }
    }
    if (highest === 0) return { newest: undefined, highest }
    const range = `${numbers[numbers.length - 1]} to ${highest}`
    const all = `the ${numbers.length} generations of ${this.project} (${range})`
    const advice = 'restore one from a backup, or give the project another name'
    throw new CorruptCheckpointError(this.objects.url, `none of ${all} can be read: ${advice}`)
  }

  private corrupt(generation: number, what: string): CorruptCheckpointError {
    const where = `generation ${generation} of ${this.project}`
    return new CorruptCheckpointError(this.objects.url, `${where} cannot be used: ${what}`)
  }
}

function ignore(): void {}
