import { setTimeout as wait } from 'node:timers/promises'
import { LIMITS } from '../client/batch.js'
import type { Metric, Run } from '../client/entities.js'
import type { MlflowClient } from '../client/mlflow-client.js'
import { MISSING, MlflowError } from '../errors.js'
import type { Entry, Journal } from './journal.js'
import type { Op, OpOf } from './ops.js'
import { beginRun } from './resume.js'
import { registerVersion } from './version.js'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
/** Points are gathered for so long: a request costs a thousand times what a point does. */
const GATHER_MS = 500
/** What will be refused again, however often it is tried; all else may be mended. */
const FINAL_STATUS = [400, 404, 409]

export interface SenderOptions {
  readonly onProblem: (text: string) => void
}

/** Does what a journal holds, in its order, for as long as it takes. */
export class Sender {
  /** What MLflow took, and what it refused for ever. */
  sent = 0
  refused = 0
  private readonly client: MlflowClient
  private readonly journal: Journal
  private readonly options: SenderOptions
  private readonly runs: Map<string, Run> = new Map()
  private readonly stopped: AbortController = new AbortController()
  private readonly hurried: AbortController = new AbortController()
  private isAway = false

  constructor(client: MlflowClient, journal: Journal, options: SenderOptions) {
    this.client = client
    this.journal = journal
    this.options = options
  }

  /** Ends once it is stopped, or all is done and nothing more is to come. */
  async run(): Promise<void> {
    const { journal, stopped, hurried } = this
    const isOver = () => hurried.signal.aborted
    let pause = FIRST_PAUSE_MS
    while (!stopped.signal.aborted) {
      const due = await journal.due(isOver)
      if (due.length === 0 || stopped.signal.aborted) return
      const group = groupOf(due)
      const isDone = await this.attempt(group)
      if (stopped.signal.aborted) return
      if (isDone) {
        journal.ack(group.at(-1)!.n)
        pause = FIRST_PAUSE_MS
        if (group.length === due.length) await this.gather()
        continue
      }
      const rest = pause * (0.5 + Math.random())
      await wait(rest, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
    }
  }

  private async gather(): Promise<void> {
    const { signal } = this.hurried
    await wait(GATHER_MS, undefined, { signal, ref: false }).catch(() => {})
  }

  /** Nothing more is to come. */
  finish(): void {
    this.hurried.abort()
    this.journal.nudge()
  }

  /** What is under way is given up. */
  stop(): void {
    this.stopped.abort()
    this.finish()
  }

  /** False where it is to be tried again. */
  private async attempt(group: readonly Entry[]): Promise<boolean> {
    const { onProblem } = this.options
    try {
      await this.perform(group)
      if (this.isAway) onProblem('MLflow is back')
      this.isAway = false
      this.sent += group.length
      return true
    } catch (error) {
      if (this.stopped.signal.aborted) return false
      // Its files are gone because newer ones have taken their place meanwhile.
      if (!this.journal.has(group[0]!.n)) return true
      const { message } = error as Error
      if (isFinal(error)) {
        this.refused += group.length
        onProblem(message)
        return true
      }
      if (!this.isAway) onProblem(`${message} It is tried again.`)
      this.isAway = true
      return false
    }
  }

  private async perform(group: readonly Entry[]): Promise<void> {
    const [{ op }] = group as [Entry]
    if (op.kind === 'begin') return void (await this.runOf(op.run))
    const run = await this.runOf(op.run)
    const { id } = run
    const { artifacts, runs } = this.client
    if (op.kind === 'points') {
      return await runs.logBatch(id, { metrics: group.flatMap((one) => metricsOf(one.op)) })
    }
    if (op.kind === 'tags') return await runs.logBatch(id, { tags: op.tags })
    if (op.kind === 'end') return await runs.update(id, op)
    const files = op.files.map(({ path, blob }) => {
      return { path, file: this.journal.blobs.pathOf(blob) }
    })
    if (op.kind === 'version') return await registerVersion(this.client, run, op, files)
    for (const { path, file } of files) await artifacts.upload(run, path, { file })
  }

  /** The run that an operation belongs to; one that is not there yet begins. */
  private async runOf(key: string): Promise<Run> {
    const there = this.runs.get(key)
    if (there) return there
    const begin = this.journal.beginOf(key)
    if (!begin) throw new MlflowError('find a run', MISSING, key, 404)
    const run = await beginRun(this.client, begin, this.options.onProblem)
    this.runs.set(key, run)
    return run
  }
}

/** Points of one run go together, as many as MLflow takes at once; all else alone. */
function groupOf(due: readonly Entry[]): readonly Entry[] {
  const [first] = due as [Entry]
  if (first.op.kind !== 'points') return [first]
  let count = 0
  const end = due.findIndex(({ op }) => {
    if (op.kind !== 'points' || op.run !== first.op.run) return true
    count += op.values.length
    return count > LIMITS.metrics && op !== first.op
  })
  return end === -1 ? due : due.slice(0, end)
}

function metricsOf(op: Op): Metric[] {
  const { step, timestamp, values } = op as OpOf<'points'>
  return values.map(([key, value]) => ({ key, value, timestamp, step }))
}

function isFinal(error: unknown): boolean {
  if (!(error instanceof MlflowError)) return true
  return !error.isPassing && error.code !== 'NOT_MLFLOW' && FINAL_STATUS.includes(error.status)
}
