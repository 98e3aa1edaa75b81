import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type {
  AnyProject,
  Counts,
  Learning,
  LearningEvent,
  Manifest,
  Sampling,
  Takeover,
} from '@coelho/runtime'
import type { RunStatus } from '../client/entities.js'
import { MlflowClient } from '../client/mlflow-client.js'
import { describeProcess, describeProject } from './describe-project.js'
import { Journal } from './journal.js'
import { resolveTracker, type TrackerOptions } from './options.js'
import { RunBook, type RunContext } from './run-book.js'
import { Samples } from './samples.js'
import { Sender } from './sender.js'
import { Slot } from './slot.js'

const MOST_TAKEOVERS = 100

/** What a trainer is given of a tracker. */
export interface TrackerHooks {
  readonly onSaved: (manifest: Manifest, counts: Counts, learning: Learning, shard: string) => void
  readonly onEvent: (event: LearningEvent, shard: string) => void
  readonly sampling: Sampling
}

/** What became of what MLflow was to be told. */
export interface TrackerState {
  readonly sent: number
  /** On the disk, to be sent when there is a way to. */
  readonly waiting: number
  /** MLflow will not have it. */
  readonly refused: number
  /** Left out for want of room. */
  readonly dropped: number
}

/**
 * Tells MLflow of a project that is trained, beside the training: whatever MLflow does, learning
 * goes on as fast as without it. See `track`.
 */
export class Tracker {
  /** To be spread into the options of `train`. */
  readonly hooks: TrackerHooks
  private readonly slot: Slot
  private readonly journal: Journal
  private readonly sender: Sender
  private readonly client: MlflowClient
  private readonly context: RunContext
  private readonly sending: Promise<void>
  private readonly leftovers: Promise<void>
  /** By the name of their shard. */
  private readonly books: Map<string, RunBook> = new Map()
  private readonly news: Map<string, { samples: Samples; takeovers: Takeover[] }> = new Map()
  private readonly left: Sender[] = []
  private hasEnded = false

  /** @internal `track` makes it. */
  constructor(
    slot: Slot,
    journal: Journal,
    client: MlflowClient,
    context: RunContext,
    root: string,
  ) {
    this.slot = slot
    this.journal = journal
    this.client = client
    this.context = context
    this.sender = new Sender(client, journal, context.options)
    this.sending = this.sender.run()
    this.leftovers = this.sendLeftovers(root)
    this.hooks = {
      onSaved: (manifest, _, learning, shard) => {
        this.guard(() => this.saved(manifest, learning, shard))
      },
      onEvent: (event, shard) => this.guard(() => this.met(event, shard)),
      sampling: {
        everyEvents: context.options.everyEvents,
        take: (learning, shard) => this.guard(() => this.sampled(learning, shard)),
      },
    }
  }

  get state(): TrackerState {
    const { sent, refused } = this.sender
    const { waiting, dropped } = this.journal
    return { sent, refused, waiting, dropped }
  }

  /**
   * Ends the runs, with the last of what is known of them, and waits for MLflow to have taken it,
   * for some time; what it has not is kept, and sent when the project is tracked again.
   */
  async finish({
    status = 'FINISHED',
    withinMs = 10_000,
  }: {
    readonly status?: RunStatus
    readonly withinMs?: number
  } = {}): Promise<TrackerState> {
    if (this.hasEnded) return this.state
    this.hasEnded = true
    for (const book of this.books.values()) await book.end(status).catch(this.report)
    this.sender.finish()
    const inTime = new AbortController()
    const late = wait(withinMs, undefined, { signal: inTime.signal }).catch(() => {})
    await Promise.race([Promise.all([this.sending, this.leftovers]), late])
    inTime.abort()
    await this.close()
    return this.state
  }

  /** Stops telling, at once; runs go on when the project is tracked again. */
  async close(): Promise<void> {
    this.hasEnded = true
    for (const sender of [this.sender, ...this.left]) sender.stop()
    await this.client.close()
    await Promise.all([this.sending, this.leftovers])
    for (const book of this.books.values()) await book.settled()
    await this.journal.close()
    await this.slot.release()
  }

  private saved(manifest: Manifest, learning: Learning, shard: string): void {
    if (this.hasEnded) return
    const { context, journal } = this
    const there =
      this.books.get(shard) ?? new RunBook(context, journal, this.newsOf(shard), manifest)
    this.books.set(shard, there)
    there.saved(manifest, learning)
  }

  private sampled(learning: Learning, shard: string): void {
    if (!this.hasEnded) this.newsOf(shard).samples.take(learning)
  }

  private met(event: LearningEvent, shard: string): void {
    if (event.kind !== 'takeover') return
    const { takeovers } = this.newsOf(shard)
    takeovers.push(event)
    if (takeovers.length > MOST_TAKEOVERS) takeovers.shift()
  }

  private newsOf(shard: string): { samples: Samples; takeovers: Takeover[] } {
    const { bestBy } = this.context.project.options
    const there = this.news.get(shard) ?? { samples: new Samples(bestBy), takeovers: [] }
    this.news.set(shard, there)
    return there
  }

  /** Nothing that goes wrong here is a reason to stop learning. */
  private guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.report(error)
    }
  }

  private readonly report = (error: unknown): void => {
    this.context.options.onProblem(`tracking: ${(error as Error).message}`)
  }

  /** What processes before this one have left, that are gone. */
  private async sendLeftovers(root: string): Promise<void> {
    const { options } = this.context
    for await (const slot of Slot.abandoned(root)) {
      const journal = await Journal.open(slot.folder, options)
      const sender = new Sender(this.client, journal, options)
      if (this.hasEnded) sender.stop()
      this.left.push(sender)
      sender.finish()
      await sender.run()
      await journal.close()
      await slot.release()
    }
  }
}

/**
 * Begins to tell MLflow of a project: its training is a run, with what it is made of as params,
 * its metrics over the events, reports and plots, and its model; each change of champion is a
 * version in the registry.
 *
 * @example
 * import { tmpdir } from 'node:os'
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
 * const store = new MemoryObjects()
 * const mlflow = { uri: 'http://localhost:5000' }
 * const tracker = await track(project, { mlflow, store, folder: `${tmpdir()}/unsent` })
 * const source = new LogSource(new MemoryLog())
 * await train(project, { source, store, untilDrained: true, ...tracker.hooks })
 * await tracker.finish() // => { sent: 0, refused: 0, waiting: 0, dropped: 0 }
 */
export async function track(project: AnyProject, given: TrackerOptions): Promise<Tracker> {
  const options = resolveTracker(project, given)
  const { mlflow, folder, maxBytes, onProblem } = options
  // What takes longer is tried again by the sender, for as long as it takes.
  const client = new MlflowClient({ requestMs: 20_000, ...mlflow, retryForMs: 2000 })
  const root = join(folder, project.name)
  const slot = await Slot.take(root)
  const journal = await Journal.open(slot.folder, { maxBytes, onProblem })
  const { params, files } = describeProject(project)
  const tags = { ...(await describeProcess()), project: project.name, ...options.tags }
  const context: RunContext = { project, options, params, files, tags, newKey: randomUUID }
  return new Tracker(slot, journal, client, context, root)
}
