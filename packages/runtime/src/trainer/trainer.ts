import { setImmediate as breathe } from 'node:timers/promises'
import { Checkpoints, type Skipped } from '../checkpoint/checkpoints.js'
import { Claim } from '../checkpoint/claim.js'
import type { Manifest } from '../checkpoint/manifest.js'
import { DataLimitError } from '../errors.js'
import { type Counts, Learning } from '../learning/learning.js'
import type { AnyProject } from '../project/project.js'
import type { Batch, EventSource, Feed, PartitionRange } from '../source/event-source.js'
import type { Objects } from '../store/objects.js'
import { DeadLimit } from './dead-limit.js'
import { Ledger } from './ledger.js'

/** An event that could not be used: where it stands, and why. */
export interface DeadLetter {
  readonly partition: string
  readonly offset: number
  readonly reason: string
  readonly value: Uint8Array
}

export interface TrainerOptions {
  readonly source: EventSource
  /** Where checkpoints are kept. */
  readonly store: Objects
  /** Names this process in what it writes; something nobody else draws unless told. */
  readonly writer?: string
  /** A checkpoint each so many events, or milliseconds, whichever is first. */
  readonly everyEvents?: number
  readonly everyMs?: number
  /** Ends, with a checkpoint, once everything that is there was learned. */
  readonly untilDrained?: boolean
  /** Ends with an error once a larger share of the last 1000 events is dead; 0.5 unless told. */
  readonly mostDead?: number
  /** How many generations are kept. */
  readonly keep?: number
  /** Ends it, with a checkpoint. */
  readonly signal?: AbortSignal
  readonly onSaved?: (manifest: Manifest, counts: Counts) => void
  readonly onDead?: (letter: DeadLetter) => void
  readonly onSkipped?: (skipped: Skipped) => void
  /** Milliseconds that never run backwards. */
  readonly elapsed?: () => number
}

/** Learning holds the thread for no longer than this, so that timers and signals are heard. */
const SLICE_MS = 50
const LOOK_EVERY = 64

/** What was reached when a trainer ended. */
export interface Trained {
  readonly manifest: Manifest
  readonly learning: Learning
}

/**
 * Learns a project's events from a source until it is told to end: predicts, judges and learns
 * each, and saves models, metrics and positions as one. After a crash the next run goes on from
 * the last checkpoint, and learns each event exactly once.
 *
 * An error that it throws says by its `exitCode` what the process should end with.
 *
 * @example
 * import { z } from 'zod'
 * const project = defineProject({
 *   name: 'temperatures',
 *   schema: z.object({ hour: z.number(), degrees: z.number() }),
 *   id: ({ hour }) => hour,
 *   knownLater: ['degrees'],
 *   features: ({ hour }) => ({ hour: hour % 24 }),
 *   label: ({ degrees }) => degrees,
 *   pipeline: () => new linearModel.LinearRegression(),
 *   metric: () => new metrics.MAE(),
 *   bestBy: 'MAE',
 * })
 * const log = new MemoryLog()
 * await log.append([{ value: '{"hour":6,"degrees":11}' }, { value: '{"hour":7,"degrees":13}' }])
 * const source = new LogSource(log)
 * const store = new MemoryObjects()
 * const { manifest } = await train(project, { source, store, untilDrained: true })
 * manifest.events // => 2
 */
export function train(project: AnyProject, options: TrainerOptions): Promise<Trained> {
  return new Trainer(project, options).run()
}

class Trainer {
  private readonly project: AnyProject
  private readonly options: TrainerOptions
  private readonly checkpoints: Checkpoints
  private readonly elapsed: () => number
  private readonly everyEvents: number
  private readonly everyMs: number
  private claim: Claim | undefined
  private learning: Learning | undefined
  private ledger: Ledger | undefined
  private readonly dead: DeadLimit
  private unsaved = 0
  private savedAt = 0

  constructor(project: AnyProject, options: TrainerOptions) {
    this.project = project
    this.options = options
    this.checkpoints = new Checkpoints(options.store, project.name, options.onSkipped)
    this.elapsed = options.elapsed ?? (() => performance.now())
    this.everyEvents = options.everyEvents ?? Number.POSITIVE_INFINITY
    this.everyMs = options.everyMs ?? 1000
    this.dead = new DeadLimit(options.mostDead ?? 0.5)
  }

  async run(): Promise<Trained> {
    const feed = await this.options.source.open()
    const stop = () => void feed.close()
    this.options.signal?.addEventListener('abort', stop)
    try {
      await this.follow(feed)
    } finally {
      this.options.signal?.removeEventListener('abort', stop)
      await feed.close()
    }
    await this.save()
    return { manifest: this.claim!.manifest, learning: this.learning! }
  }

  private async follow(feed: Feed): Promise<void> {
    while (!this.isStopped()) {
      const event = await feed.next().catch((error) => {
        if (this.isStopped()) return undefined
        throw error
      })
      if (!event) return
      if (event.kind === 'assigned') await this.begin(feed, event.partitions)
      else if (event.kind === 'batch') await this.learn(event.batch)
      else if (event.kind === 'revoked') this.drop()
      else if (this.options.untilDrained) return
    }
  }

  /** Takes the project, and goes on from its last checkpoint. */
  private async begin(feed: Feed, partitions: readonly PartitionRange[]): Promise<void> {
    const { writer = `${process.pid}-${crypto.randomUUID()}`, keep } = this.options
    const { claim, checkpoint } = await Claim.take(this.checkpoints, {
      writer,
      fresh: () => Learning.fresh(this.project).save(),
      ...(keep === undefined ? {} : { keep }),
      elapsed: this.elapsed,
    })
    this.claim = claim
    this.learning = Learning.load(checkpoint.snapshot)
    this.ledger = new Ledger(this.options.source.name, checkpoint.manifest.positions)
    await this.ledger.checkLog(partitions, feed)
    this.unsaved = 0
    this.savedAt = this.elapsed()
    await feed.start(this.ledger.starts(partitions))
  }

  /** What was learned since the last checkpoint is another's to learn. */
  private drop(): void {
    this.claim = undefined
    this.learning = undefined
    this.ledger = undefined
  }

  private async learn(batch: Batch): Promise<void> {
    const { ledger, learning, project } = this
    ledger!.expect(batch)
    const { partition, records } = batch
    let { from } = batch
    let sliceEnd = this.elapsed() + SLICE_MS
    for (let i = 0; i < records.length; i++) {
      const record = records[i]!
      const { dead } = learning!.take(project.parse(record.value, record.time), project)
      if (dead !== undefined) this.bury({ partition, reason: dead, ...record })
      this.unsaved++
      const due = this.unsaved >= this.everyEvents
      if (!due && i % LOOK_EVERY !== LOOK_EVERY - 1) continue
      if (!due && this.elapsed() < sliceEnd && !this.isDue()) continue
      ledger!.learned({ partition, from }, record.offset + 1, record)
      from = record.offset + 1
      if (due || this.isDue()) await this.save()
      await breathe()
      if (this.isStopped()) return
      sliceEnd = this.elapsed() + SLICE_MS
    }
    ledger!.learned({ partition, from }, batch.next, records[records.length - 1])
    if (this.isDue()) await this.save()
  }

  private bury({ partition, offset, reason, value }: DeadLetter): void {
    this.options.onDead?.({ partition, offset, reason, value })
    const events = this.learning!.counts.events
    const where = `the last one at ${partition}/${offset}: ${reason}`
    if (this.dead.add(events))
      throw new DataLimitError(this.project.name, `${this.dead.tell()}, ${where}`)
  }

  private isDue(): boolean {
    return this.unsaved > 0 && this.elapsed() - this.savedAt >= this.everyMs
  }

  private isStopped(): boolean {
    return this.options.signal?.aborted === true
  }

  private async save(): Promise<void> {
    const { claim, learning, ledger } = this
    if (!claim || !learning || !ledger || this.unsaved === 0) return
    const { positions, order } = ledger.take()
    const { events } = learning.counts
    const manifest = await claim.save({ snapshot: learning.save(), positions, events, order })
    this.unsaved = 0
    this.savedAt = this.elapsed()
    this.options.onSaved?.(manifest, learning.counts)
  }
}
