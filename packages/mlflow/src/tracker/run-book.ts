import {
  type AnyProject,
  Checkpoints,
  isMoreBetterBy,
  Learning,
  type Manifest,
  sha256,
  type Takeover,
} from '@coelho/runtime'
import type { RunStatus, Tags } from '../client/entities.js'
import { safeName } from '../client/names.js'
import { modelFiles } from '../model/files.js'
import { Curves } from './curves.js'
import type { Journal } from './journal.js'
import type { OpOf } from './ops.js'
import type { ResolvedTracker } from './options.js'
import { reportsOf } from './reports.js'
import { type Sample, type Samples, sampleNow } from './samples.js'
import { MORE_TAG, VALUE_TAG } from './version.js'

/** What all runs of a tracker have in common. */
export interface RunContext {
  readonly project: AnyProject
  readonly options: ResolvedTracker
  readonly params: Tags
  /** What is sent once, when a run begins. */
  readonly files: Readonly<Record<string, string>>
  readonly tags: Tags
  readonly newKey: () => string
}

/** What there is to tell of a shard before a checkpoint holds it. */
export interface News {
  readonly samples: Samples
  /** The last changes of champion. */
  readonly takeovers: readonly Takeover[]
}

/** What was saved last, and what it was like. */
interface Saved {
  readonly manifest: Manifest
  readonly learning: Learning
}

/**
 * One run: what is to be told of one model that learns. Everything here is quick, or waits for a
 * disk and never for MLflow.
 */
export class RunBook {
  private readonly context: RunContext
  private readonly journal: Journal
  private readonly news: News
  private readonly key: string
  /** What the model is called in the registry: models of shards have their number in it. */
  private readonly model: string | null
  private readonly curves: Curves = new Curves()
  private readonly isMore: boolean
  private step = 0
  /** The event of the last change of champion that is a version. */
  private promoted = 0
  private last: Saved | undefined
  private artifactsAt = Number.NEGATIVE_INFINITY
  private registeredAt: number | undefined
  private work: Promise<void> = Promise.resolve()
  private isBusy = false

  constructor(
    context: RunContext,
    journal: Journal,
    news: News,
    { project: name, generation }: Manifest,
  ) {
    const { project, options } = context
    this.context = context
    this.journal = journal
    this.news = news
    this.isMore = isMoreBetterBy(project.options.metric(), project.options.bestBy)
    const { registerAs } = options
    this.model = registerAs === null ? null : registerAs + name.slice(project.name.length)
    const there = journal.unfinished(name)
    if (there && generation > (there.last?.generation ?? 0)) {
      this.key = there.run
      this.step = there.last?.step ?? 0
      return
    }
    // Generations count up: this is another store, where all began anew.
    if (there) journal.add({ kind: 'end', run: there.run, status: 'KILLED', endTime: Date.now() })
    this.key = context.newKey()
    this.begin(name)
  }

  /** A checkpoint was written. */
  saved(manifest: Manifest, learning: Learning): void {
    this.last = { manifest, learning }
    const { artifactsEveryMs } = this.context.options
    for (const one of this.news.samples.heldBy(learning, manifest.events)) this.note(one)
    // What is still being written of the last one is not overtaken: no queue grows here.
    if (this.isBusy) return
    const takeover = this.takeover()
    const isDue = performance.now() - this.artifactsAt >= artifactsEveryMs
    if (!takeover && !isDue) return
    if (takeover) this.promoted = takeover.event
    this.artifactsAt = performance.now()
    const saved = this.last
    const when = takeover ? 'always' : this.registeredAt === undefined ? 'if none' : undefined
    this.later(() => this.tell(saved, when, takeover))
  }

  /** The last of what is known is told, and then that it is over. */
  async end(status: RunStatus): Promise<void> {
    await this.work
    const { last } = this
    if (last) {
      this.note(sampleNow(last.learning, this.context.project.options.bestBy))
      const isNew = last.manifest.events > (this.registeredAt ?? -1)
      const takeover = this.takeover()
      const when = takeover ? 'always' : 'unless worse'
      const told = this.tell(last, status === 'FINISHED' && isNew ? when : undefined, takeover)
      await told.catch(this.report)
    }
    this.journal.add({ kind: 'end', run: this.key, status, endTime: Date.now() })
  }

  /** Once what was begun is on the disk. */
  async settled(): Promise<void> {
    await this.work
  }

  private begin(name: string): void {
    const { context } = this
    const { options, params, project } = context
    const startTime = Date.now()
    const time = new Date(startTime).toISOString().slice(0, 19)
    this.journal.add({
      ...{ kind: 'begin', run: this.key, project: name, experiment: options.experiment },
      ...{ name: options.runName ?? `${name} ${time}`, startTime, params },
      ...{ tags: { ...context.tags, project: name }, bestBy: project.options.bestBy },
      isMoreBetter: this.isMore,
    })
    this.later(() => this.send(context.files))
  }

  /** The last change of champion that is in the last checkpoint, and is no version yet. */
  private takeover(): Takeover | undefined {
    const { manifest, learning } = this.last!
    const kept = learning.history.takeovers
    return this.news.takeovers.findLast(({ event, time, to }) => {
      const isNew = event > this.promoted && event <= manifest.events
      // It may have been given up since, and the events learned again in another order.
      return isNew && kept.some((one) => one.event === event && one.time === time && one.to === to)
    })
  }

  private note({ step, timestamp, values, standings }: Sample): void {
    if (step <= this.step) return
    this.step = step
    for (const [name, value] of standings) this.curves.add(name, step, value)
    const { generation } = this.last!.manifest
    this.journal.add({ kind: 'points', run: this.key, step, timestamp, generation, values })
  }

  /** Reports, plots and the model, of one checkpoint; and a version of it. */
  private async tell(
    { manifest, learning }: Saved,
    when: OpOf<'version'>['when'] | undefined,
    takeover: Takeover | undefined,
  ): Promise<void> {
    const { project, options } = this.context
    const { bestBy } = project.options
    const reports = reportsOf(learning, bestBy, this.curves.series)
    const checkpoints = new Checkpoints(options.store, manifest.project)
    const found = await checkpoints.read(manifest.generation).catch(() => checkpoints.newest())
    if (!found) return await this.send(reports)
    const facts = { ...found, learning }
    const files = modelFiles(facts)
    const model = Object.entries(files).map(([name, file]) => [`model/${name}`, file] as const)
    await this.send({ ...reports, ...Object.fromEntries(model) })
    const { events, generation } = found.manifest
    const tags = {
      'coelho.snapshot': `model of generation ${generation}`,
      'coelho.events': String(events),
    }
    this.journal.add({ kind: 'tags', run: this.key, tags })
    if (when === undefined || this.model === null) return
    this.registeredAt = events
    // What has been learned since is no merit of this version.
    const { champion, leader } = Learning.load(found.snapshot, project.options.learners)
    const value = leader.valueOf(bestBy)
    this.journal.add({
      ...{ kind: 'version', run: this.key, model: this.model, folder: `versions/${generation}` },
      files: await this.journal.blobs.put(files),
      tags: {
        'coelho.sha256': sha256(found.snapshot),
        'coelho.events': String(events),
        'coelho.champion': champion,
        'coelho.metric': safeName(bestBy),
        [MORE_TAG]: String(this.isMore),
        ...(value === undefined ? {} : { [VALUE_TAG]: String(value) }),
        ...(takeover ? { 'coelho.how': takeover.how, 'coelho.why': takeover.why } : {}),
      },
      ...{ value: value ?? null, when },
    })
  }

  private async send(files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
    const sent = await this.journal.blobs.put(files)
    this.journal.add({ kind: 'files', run: this.key, files: sent })
  }

  /** One thing after the other, and none of it a reason to stop. */
  private later(work: () => Promise<void>): void {
    this.isBusy = true
    this.work = this.work
      .then(work)
      .catch(this.report)
      .then(() => {
        this.isBusy = false
      })
  }

  private readonly report = (error: unknown): void => {
    this.context.options.onProblem(`tracking: ${(error as Error).message}`)
  }
}
