import { dirname } from 'node:path'
import {
  EventLog,
  LogSource,
  openStore,
  type Prediction,
  TrainerControl,
  train,
} from '@coelho/runtime'
import { findProject } from '../config/find-project.js'
import { loadConfig } from '../config/load-config.js'
import { lookAt } from '../serving/look.js'
import { plainAnswer } from '../serving/plain.js'
import { DeadLetterFile } from '../train/dead-letter-file.js'
import { tellFirst } from '../train/report.js'
import { WatchedSource } from '../train/watched-source.js'
import type { Order, Said, ThreadPlan, Told } from './messages.js'

/** How often it tells how it goes; and so many predictions are told at once, the last ones. */
const LOOK_MS = 250
const MOST_SAID = 500

/** Trains a project from its embedded log, in a thread: learning keeps nobody waiting. */
export class ThreadTraining {
  private readonly plan: ThreadPlan
  private readonly tell: (told: Told) => void
  private readonly control: TrainerControl = new TrainerControl()
  private readonly ending: AbortController = new AbortController()
  private said: Said[] = []
  private seen = -1

  constructor(plan: ThreadPlan, tell: (told: Told) => void) {
    this.plan = plan
    this.tell = tell
  }

  obey(order: Order): void {
    if (order.kind === 'stop') this.ending.abort()
    else this.promote(order.id, order.contestant)
  }

  private promote(id: number, contestant: string): void {
    let error: string | undefined
    try {
      this.control.promote(contestant)
    } catch (thrown) {
      error = (thrown as Error).message
    }
    this.tell({ kind: 'promoted', id, error })
  }

  async run(): Promise<void> {
    const { plan } = this
    const config = await loadConfig(dirname(plan.config), plan.config)
    const project = findProject(config, plan.project)
    const deadLetters = new DeadLetterFile(plan.deadLetters, project.name)
    const log = new LogSource(await EventLog.open(plan.log))
    const source = new WatchedSource(log, (positions) => deadLetters.startFrom(positions))
    const looking = setInterval(() => this.look(), LOOK_MS)
    const note = (text: string) => this.tell({ kind: 'note', text })
    this.tell({ kind: 'begun' })
    try {
      await train(project, {
        ...{ source, store: await openStore(plan.store), signal: this.ending.signal },
        ...{ everyMs: plan.everyMs, keep: plan.keep, control: this.control, deadLetters },
        predictions: { write: async (news) => this.keep(news) },
        onSaved: ({ generation }) => this.tell({ kind: 'saved', version: generation }),
        onDead: tellFirst(note, true),
        onSkipped: ({ generation, reason }) => note(`version ${generation} is skipped: ${reason}.`),
      })
    } finally {
      clearInterval(looking)
      this.look()
      await deadLetters.close()
    }
  }

  private keep(news: readonly Prediction[]): void {
    for (const { id, answer } of news.slice(-MOST_SAID)) this.said.push([id, plainAnswer(answer)])
    if (this.said.length > MOST_SAID) this.said = this.said.slice(-MOST_SAID)
  }

  /** Nothing is told where nothing came. */
  private look(): void {
    const { learning } = this.control
    if (!learning || learning.counts.events === this.seen) return
    this.seen = learning.counts.events
    this.tell({ kind: 'look', look: lookAt(learning, Date.now()), said: this.said })
    this.said = []
  }
}
