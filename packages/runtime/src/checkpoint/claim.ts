import { CorruptCheckpointError } from '../errors.js'
import type { Checkpoint, Checkpoints } from './checkpoints.js'
import { blobFolder, blobKey, manifestKey } from './keys.js'
import { hashOf, type Manifest, type OrderRun, type Position, sha256 } from './manifest.js'
import { withRuns } from './order.js'
import { fenced, manifestOf, publish } from './publish.js'

/** What is saved: the snapshot, and how far it has come. */
export interface Progress {
  readonly snapshot: Uint8Array
  readonly positions: readonly Position[]
  readonly events: number
  /** What was learned since the generation before, in its order. */
  readonly order: readonly OrderRun[]
}

export interface ClaimOptions {
  /** Names the process: a host, a number, and something nobody else draws. */
  readonly writer: string
  /** The snapshot of a project that has no past. */
  readonly fresh: () => Uint8Array
  /** How many generations are kept; at least 3, 5 unless told. */
  readonly keep?: number
  /** Wall clock, for people; and milliseconds that never run backwards. */
  readonly now?: () => Date
  readonly elapsed?: () => number
}

/** One that slept for so long looks whether it was followed: its next number may be free again. */
const LONG_SILENCE = 60_000
/** Snapshots that no manifest names may be about to be named by one, but not for so long. */
const ORPHAN_AGE = 3_600_000

/**
 * The right to write a project's next generation. Taking it writes one, under the next number
 * and epoch: whoever held it before finds that number taken, and is fenced.
 */
export class Claim {
  readonly #checkpoints: Checkpoints
  readonly #options: Required<ClaimOptions>
  #manifest: Manifest
  #kept: Manifest[]
  #sequence = 0
  #lastSeen: number
  #orphans: { readonly seen: number; readonly hashes: string[] } | undefined

  private constructor(checkpoints: Checkpoints, options: Required<ClaimOptions>, first: Manifest) {
    this.#checkpoints = checkpoints
    this.#options = options
    this.#manifest = first
    this.#kept = [first]
    this.#lastSeen = options.elapsed()
  }

  /** Claims a project, and gives the checkpoint to go on from. */
  static async take(
    checkpoints: Checkpoints,
    options: ClaimOptions,
  ): Promise<{ claim: Claim; checkpoint: Checkpoint }> {
    const full = { keep: 5, now: () => new Date(), elapsed: () => performance.now(), ...options }
    const newest = await checkpoints.newest()
    const [highest = 0] = await checkpoints.generations()
    const snapshot = newest?.snapshot ?? full.fresh()
    const before = newest?.manifest
    const facts = {
      project: checkpoints.project,
      generation: highest + 1,
      epoch: (before?.epoch ?? 0) + 1,
      writer: full.writer,
      sequence: 0,
      parent: before ? hashOf(before) : null,
      positions: before?.positions ?? [],
      events: before?.events ?? 0,
      base: before?.base ?? { events: 0, sha256: sha256(snapshot) },
      order: before?.order ?? [],
      savedAt: full.now().toISOString(),
    }
    const manifest = manifestOf(facts, snapshot)
    await publish(checkpoints.objects, manifest, snapshot)
    const claim = new Claim(checkpoints, full, manifest)
    await claim.#remember()
    return { claim, checkpoint: { manifest, snapshot } }
  }

  /** The last generation that was written. */
  get manifest(): Manifest {
    return this.#manifest
  }

  /** Writes the next generation. After any error nothing more is to be saved by this claim. */
  async save(progress: Progress): Promise<Manifest> {
    await this.#lookAfterSilence()
    const before = this.#manifest
    const facts = {
      project: before.project,
      generation: before.generation + 1,
      epoch: before.epoch,
      writer: this.#options.writer,
      sequence: ++this.#sequence,
      parent: hashOf(before),
      positions: progress.positions,
      events: progress.events,
      ...withRuns(before, progress.order),
      savedAt: this.#options.now().toISOString(),
    }
    const manifest = manifestOf(facts, progress.snapshot)
    await publish(this.#checkpoints.objects, manifest, progress.snapshot)
    await this.#lookAfterSilence()
    this.#manifest = manifest
    this.#kept.push(manifest)
    await this.#collect()
    return manifest
  }

  /** Numbers are free again once their generations are collected: a sleeper must not take one. */
  async #lookAfterSilence(): Promise<void> {
    const now = this.#options.elapsed()
    if (now - this.#lastSeen > LONG_SILENCE) {
      const [highest = 0] = await this.#checkpoints.generations()
      if (highest > this.#manifest.generation + 1) {
        throw fenced(this.#checkpoints.objects, this.#manifest.project, highest)
      }
    }
    this.#lastSeen = now
  }

  /** What earlier owners left: generations to keep, others to remove, snapshots nobody names. */
  async #remember(): Promise<void> {
    const { objects, project } = this.#checkpoints
    const older = (await this.#checkpoints.generations()).filter(
      (generation) => generation < this.#manifest.generation,
    )
    for (const generation of older.slice(this.#options.keep)) {
      await objects.remove(manifestKey(project, generation))
    }
    for (const generation of older.slice(0, this.#options.keep)) {
      const manifest = await this.#checkpoints.readManifest(generation).catch(onlyCorrupt)
      if (manifest) this.#kept.unshift(manifest)
    }
    const hashes = (await objects.list(blobFolder(project))).filter((hash) => !this.#names(hash))
    this.#orphans = { seen: this.#options.elapsed(), hashes }
  }

  /** Removes what is too old: the manifest first, so that none is left without its snapshot. */
  async #collect(): Promise<void> {
    const { objects, project } = this.#checkpoints
    while (this.#kept.length > this.#options.keep) {
      const { generation, blob, base } = this.#kept.shift()!
      await objects.remove(manifestKey(project, generation))
      for (const hash of new Set([blob.sha256, base.sha256])) {
        if (!this.#names(hash)) await objects.remove(blobKey(project, hash))
      }
    }
    if (!this.#orphans || this.#options.elapsed() - this.#orphans.seen < ORPHAN_AGE) return
    for (const hash of this.#orphans.hashes) {
      if (!this.#names(hash)) await objects.remove(blobKey(project, hash))
    }
    this.#orphans = undefined
  }

  /** Whether a generation that is kept needs this snapshot. */
  #names(hash: string): boolean {
    return this.#kept.some(({ blob, base }) => blob.sha256 === hash || base.sha256 === hash)
  }
}

function onlyCorrupt(error: unknown): undefined {
  if (error instanceof CorruptCheckpointError) return undefined
  throw error
}
