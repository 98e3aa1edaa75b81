import { CorruptCheckpointError, FencedError } from '../errors.js'
import type { Checkpoint, Checkpoints, Seen } from './checkpoints.js'
import { blobFolder, blobKey, manifestKey } from './keys.js'
import { hashOf, type Manifest, type OrderRun, type Position, sha256 } from './manifest.js'
import { withRuns } from './order.js'
import { fenced, keepSnapshot, manifestOf, publish } from './publish.js'

/** What is saved: the snapshot, and how far it has come. */
export interface Progress {
  readonly snapshot: Uint8Array
  readonly positions: readonly Position[]
  readonly events: number
  /** What was learned since the generation before, in its order. */
  readonly order: readonly OrderRun[]
  /** Something else than events has changed it: a replay is to begin with this snapshot. */
  readonly isBeyondReplay?: boolean
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
/** So often a claim is tried while the owner before still saves. */
const ATTEMPTS = 5
/** So long a number stays taken, by a manifest alone, once what it stands for is removed. */
const NUMBER_AGE = 2 * LONG_SILENCE
/** Snapshots that no manifest names may be about to be named by one, but not for so long. */
const ORPHAN_AGE = 3_600_000

/** A generation that is there: the snapshots it names, and since when this owner knows it. */
interface Known {
  readonly generation: number
  readonly hashes: readonly string[]
  readonly since: number
}

/**
 * The right to write a project's next generation. Taking it writes one, under the next number
 * and epoch: whoever held it before finds that number taken, and is fenced.
 */
export class Claim {
  readonly #checkpoints: Checkpoints
  readonly #options: Required<ClaimOptions>
  #manifest: Manifest
  /** All that are there, the oldest first. */
  #known: Known[]
  #sequence = 0
  /** At that time nobody had ever taken the number after its last one. */
  #seenAt: number
  #orphans: { readonly seen: number; readonly hashes: string[] } | undefined

  private constructor(
    checkpoints: Checkpoints,
    options: Required<ClaimOptions>,
    first: Manifest,
    seenAt: number,
  ) {
    this.#checkpoints = checkpoints
    this.#options = options
    this.#manifest = first
    this.#known = [this.#note(first)]
    this.#seenAt = seenAt
  }

  /**
   * Claims a project, and gives the checkpoint to go on from. Where the owner before saves once
   * more meanwhile, it goes on from that; where another claims it first, it is fenced.
   */
  static async take(
    checkpoints: Checkpoints,
    options: ClaimOptions,
  ): Promise<{ claim: Claim; checkpoint: Checkpoint }> {
    const full = { keep: 5, now: () => new Date(), elapsed: () => performance.now(), ...options }
    const { objects, project } = checkpoints
    let seenAt = full.elapsed()
    let seen = await checkpoints.look()
    for (let attempt = 1; ; attempt++) {
      const snapshot = seen.newest?.snapshot ?? full.fresh()
      const manifest = manifestOf(claimOf(project, seen, full, snapshot), snapshot)
      try {
        // One that was just read is still there when the number is free: an owner removes it only
        // after `keep` numbers more, which stay taken for NUMBER_AGE.
        if (!seen.newest) await keepSnapshot(objects, manifest, snapshot)
        const claim = new Claim(checkpoints, full, manifest, seenAt)
        await claim.#create(manifest)
        await claim.#remember()
        return { claim, checkpoint: { manifest, snapshot } }
      } catch (error) {
        if (!(error instanceof FencedError) || attempt === ATTEMPTS) throw error
        const before = seen.newest?.manifest.epoch
        seenAt = full.elapsed()
        seen = await checkpoints.look()
        if (seen.newest?.manifest.epoch !== before) throw error
      }
    }
  }

  /** The last generation that was written. */
  get manifest(): Manifest {
    return this.#manifest
  }

  /** Writes the next generation. After any error nothing more is to be saved by this claim. */
  async save(progress: Progress): Promise<Manifest> {
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
      ...withRuns(before, progress),
      savedAt: this.#options.now().toISOString(),
    }
    const manifest = manifestOf(facts, progress.snapshot)
    await keepSnapshot(this.#checkpoints.objects, manifest, progress.snapshot)
    await this.#create(manifest)
    this.#manifest = manifest
    this.#known.push(this.#note(manifest))
    await this.#collect()
    return manifest
  }

  /** Writes a manifest, unless its number may be free again: looks before and after it. */
  async #create(manifest: Manifest): Promise<void> {
    await this.#lookAfterSilence(manifest)
    const begun = this.#options.elapsed()
    await publish(this.#checkpoints.objects, manifest)
    await this.#lookAfterSilence(manifest)
    this.#seenAt = begun
  }

  /** Numbers are free again once their generations are collected: a sleeper must not take one. */
  async #lookAfterSilence({ project, generation }: Manifest): Promise<void> {
    const { elapsed } = this.#options
    while (elapsed() - this.#seenAt > LONG_SILENCE) {
      this.#seenAt = elapsed()
      const [highest = 0] = await this.#checkpoints.generations()
      if (highest > generation) throw fenced(this.#checkpoints.objects, project, highest)
    }
  }

  #note({ generation, blob, base }: Manifest): Known {
    return { generation, hashes: [blob.sha256, base.sha256], since: this.#options.elapsed() }
  }

  /** What earlier owners left: generations, and snapshots that none of those to keep names. */
  async #remember(): Promise<void> {
    const { objects, project } = this.#checkpoints
    const { keep, elapsed } = this.#options
    const since = elapsed()
    const numbers = await this.#checkpoints.generations()
    const older = numbers.filter((number) => number < this.#manifest.generation)
    for (const [i, generation] of older.entries()) {
      const manifest =
        i < keep ? await this.#checkpoints.readManifest(generation).catch(onlyCorrupt) : undefined
      this.#known.unshift(manifest ? this.#note(manifest) : { generation, hashes: [], since })
    }
    const hashes = (await objects.list(blobFolder(project))).filter((hash) => !this.#names(hash))
    this.#orphans = { seen: since, hashes }
  }

  /** Removes what need not be kept: snapshots, and long after them their numbers. */
  async #collect(): Promise<void> {
    const { objects, project } = this.#checkpoints
    const { keep, elapsed } = this.#options
    const old = this.#known.slice(0, -keep)
    for (const one of old) {
      if (one.hashes.length === 0) continue
      await this.#removeUnnamed(one.hashes)
      this.#known[this.#known.indexOf(one)] = { ...one, hashes: [] }
    }
    while (this.#known.length > keep && elapsed() - this.#known[0]!.since > NUMBER_AGE) {
      await objects.remove(manifestKey(project, this.#known.shift()!.generation))
    }
    if (!this.#orphans || elapsed() - this.#orphans.seen < ORPHAN_AGE) return
    await this.#removeUnnamed(this.#orphans.hashes)
    this.#orphans = undefined
  }

  async #removeUnnamed(hashes: readonly string[]): Promise<void> {
    const { objects, project } = this.#checkpoints
    for (const hash of new Set(hashes)) {
      if (!this.#names(hash)) await objects.remove(blobKey(project, hash))
    }
  }

  /** Whether a generation that is kept needs this snapshot. */
  #names(hash: string): boolean {
    return this.#known.slice(-this.#options.keep).some(({ hashes }) => hashes.includes(hash))
  }
}

/** What a claim says: all as it was, under the next number and epoch. */
function claimOf(
  project: string,
  { newest, highest }: Seen,
  { writer, now }: Required<ClaimOptions>,
  snapshot: Uint8Array,
): Omit<Manifest, 'format' | 'blob'> {
  const before = newest?.manifest
  return {
    project,
    generation: highest + 1,
    // Each generation that cannot be read may have been a claim.
    epoch: (before?.epoch ?? 0) + 1 + highest - (before?.generation ?? 0),
    writer,
    sequence: 0,
    parent: before ? hashOf(before) : null,
    positions: before?.positions ?? [],
    events: before?.events ?? 0,
    base: before?.base ?? { events: 0, sha256: sha256(snapshot) },
    order: before?.order ?? [],
    savedAt: now().toISOString(),
  }
}

function onlyCorrupt(error: unknown): undefined {
  if (error instanceof CorruptCheckpointError) return undefined
  throw error
}
