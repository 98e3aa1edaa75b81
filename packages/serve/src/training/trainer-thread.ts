import { Worker } from 'node:worker_threads'
import { ServeError } from '../api/served.js'
import type { Training } from '../api/shapes.js'
import { ownFile } from '../own-files.js'
import type { Order, ThreadPlan, Told } from './messages.js'

/** What is to be heard of a thread. */
export interface ThreadEars {
  readonly onTold: (told: Told) => void
  readonly onState: (training: Training) => void
}

/** So long a thread may take to end with a checkpoint. */
const END_MS = 10_000
const PROMOTE_MS = 10_000
/** For what lives shortly: of the 48 MB that are usual most stay empty but resident. */
const YOUNG_MB = 12

/** A project's training in a thread: it can be started, stopped, and told whom to promote. */
export class TrainerThread {
  private readonly plan: ThreadPlan
  private readonly ears: ThreadEars
  private thread: Worker | undefined
  private state: Training['state'] = 'stopped'
  private reason: string | null = null
  private ended: Promise<void> = Promise.resolve()
  private orders = 0
  private readonly answers: Map<number, (error: string | undefined) => void> = new Map()

  constructor(plan: ThreadPlan, ears: ThreadEars) {
    this.plan = plan
    this.ears = ears
  }

  get training(): Training {
    return { state: this.state, reason: this.reason, controllable: true }
  }

  /** Begins, unless it runs. */
  start(): void {
    if (this.thread) return
    const thread = new Worker(ownFile('dist/training/thread.js'), {
      workerData: this.plan,
      name: this.plan.project,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    this.thread = thread
    this.become('starting')
    thread.on('message', (told: Told) => this.hear(told))
    this.ended = new Promise((resolve) => {
      thread.on('error', (error) => this.fail(error.message))
      thread.on('exit', () => {
        this.thread = undefined
        for (const answer of this.answers.values()) answer('the training has ended')
        this.answers.clear()
        if (this.state !== 'failed') this.become('stopped')
        resolve()
      })
    })
  }

  /** Ends it, with a checkpoint. */
  async stop(): Promise<void> {
    if (!this.thread) return
    this.become('stopping')
    this.order({ kind: 'stop' })
    const late = setTimeout(() => void this.thread?.terminate(), END_MS)
    await this.ended
    clearTimeout(late)
  }

  async promote(contestant: string): Promise<void> {
    if (this.state !== 'running') {
      throw new ServeError('conflict', 'nobody can be promoted while the training is not running')
    }
    const id = ++this.orders
    const error = await new Promise<string | undefined>((resolve) => {
      const late = setTimeout(() => resolve('the training did not answer in time'), PROMOTE_MS)
      this.answers.set(id, (said) => {
        clearTimeout(late)
        resolve(said)
      })
      this.order({ kind: 'promote', id, contestant })
    })
    this.answers.delete(id)
    if (error !== undefined) throw new ServeError('conflict', error)
  }

  private order(order: Order): void {
    this.thread?.postMessage(order)
  }

  private hear(told: Told): void {
    if (told.kind === 'begun' && this.state === 'starting') this.become('running')
    else if (told.kind === 'failed') this.fail(told.reason)
    else if (told.kind === 'promoted') this.answers.get(told.id)?.(told.error)
    this.ears.onTold(told)
  }

  private fail(reason: string): void {
    this.become('failed', reason)
  }

  private become(state: Training['state'], reason: string | null = null): void {
    this.state = state
    this.reason = reason
    this.ears.onState(this.training)
  }
}
