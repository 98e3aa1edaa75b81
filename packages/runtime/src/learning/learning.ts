import { InvalidInputError, SnapshotError, snapshot } from '@coelho/core'
import { learners } from '@coelho/learners/all'
import { messageOf } from '../errors.js'
import { isCount } from '../is-count.js'
import { CHAMPION } from '../project/check-models.js'
import type { AnyProject, LateLabel, Parsed, UsableEvent } from '../project/project.js'
import type { ProjectLearners } from '../project/project-options.js'
import { Contestant } from './contestant.js'
import { Evidence } from './evidence.js'
import { History } from './history.js'
import type { Takeover } from './learning-event.js'
import { lineUp } from './line-up.js'
import { type Counts, NO_EVENTS, type Outcome } from './outcome.js'
import { type Arena, Oversight } from './oversight.js'
import { type Lesson, ReplayWindow } from './replay-window.js'
import { Waiting } from './waiting.js'
import { Watch } from './watch.js'

export type { Counts, Outcome } from './outcome.js'

const PARTS = [Contestant, Evidence, Waiting, Watch, ReplayWindow, History, Oversight]

/**
 * All that a project has learned: its models, how well they do, and the events whose label is
 * still to come. It is saved as one value, and goes on from there as if nothing had happened.
 *
 * @example
 * import { z } from 'zod'
 * const project = defineProject({
 *   name: 'payments',
 *   schema: z.object({ id: z.number(), amount: z.number(), fraud: z.boolean() }),
 *   id: ({ id }) => id,
 *   knownLater: ['fraud'],
 *   features: ({ amount }) => ({ amount }),
 *   label: ({ fraud }) => fraud,
 *   pipeline: () => new naiveBayes.GaussianNB(),
 *   metric: () => new metrics.Accuracy(),
 *   bestBy: 'Accuracy',
 *   drift: {},
 * })
 * const learning = Learning.fresh(project)
 * for (let id = 0; id < 2000; id++) {
 *   const amount = (37 * id) % 100
 *   const fraud = id < 1000 ? amount > 80 : amount < 20
 *   learning.take(project.read({ id, amount, fraud }, 0), project)
 * }
 * learning.counts.events // => 2000
 * learning.history.drifts[0].event // => 1025
 * Learning.load(learning.save()).standings(project)[0].name // => 'champion'
 */
export class Learning implements Arena {
  static readonly id: string = 'runtime.Learning'
  static readonly state: readonly string[] = [
    'contestants',
    'champion',
    'waiting',
    'oversight',
    'counted',
    'latest',
  ]

  contestants: Contestant[] = []
  champion = ''
  waiting: Waiting = new Waiting()
  private readonly oversight: Oversight = new Oversight()
  private readonly counted: Record<keyof Counts, number> = {
    ...{ events: 0, matched: 0, orphans: 0, givenUp: 0, dead: 0 },
  }
  /** When the last event happened that could be used. */
  private latest = 0

  /** The project it was last given an event of. */
  private project: AnyProject | undefined
  /** Others take part, or lead, than the events alone would have it. */
  private isChanged = false
  private lead: Contestant | undefined

  /** One that has learned nothing. */
  static fresh(project: AnyProject): Learning {
    const learning = Object.assign(new Learning(), { champion: CHAMPION })
    learning.contestants = lineUp([], project, 0).contestants
    return learning
  }

  /** A project's own learners must be given; `trust`: as in `snapshot.load`. */
  static load(
    bytes: Uint8Array,
    own: ProjectLearners | null = null,
    trust: { readonly isVerified?: boolean; readonly isOwned?: boolean } = {},
  ): Learning {
    return snapshot.load<Learning>(bytes, {
      ...trust,
      learners: [Learning, ...PARTS, ...learners, ...(own ?? [])] as never,
    })
  }

  checkState(): void {
    const names = this.contestants.map((one) => (one instanceof Contestant ? one.name : ''))
    const fresh = Object.keys(new Learning().counted).join()
    const isWhole = names.includes(this.champion) && new Set(names).size === names.length
    const areCounts = Object.values(this.counted).every(isCount)
    const isTimed = Number.isFinite(this.latest) && !names.includes('')
    if (isWhole && isTimed && areCounts && Object.keys(this.counted).join() === fresh) return
    throw new SnapshotError(`${Learning.id} holds contestants, a champion among them, and counts`)
  }

  save(): Uint8Array {
    return snapshot.save(this)
  }

  get counts(): Counts {
    return { ...this.counted }
  }

  /** The one whose predictions count. */
  get leader(): Contestant {
    const { champion, lead } = this
    if (lead?.name === champion) return lead
    this.lead = this.contestants.find(({ name }) => name === champion)!
    return this.lead
  }

  /** The last changes of champion, and the last drifts. */
  get history(): History {
    return this.oversight.history
  }

  /** What each drift detector has seen. */
  get watched(): Oversight['watched'] {
    return this.oversight.watched
  }

  /** Each contestant's value of the project's metric, the best first; `undefined` ones last. */
  standings({ options: { bestBy } }: AnyProject): { name: string; value: number | undefined }[] {
    const rows = this.contestants.map((one) => ({
      ...{ name: one.name, value: one.valueOf(bestBy), rank: one.rankBy(bestBy) },
    }))
    rows.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
    return rows.map(({ name, value }) => ({ name, value }))
  }

  /** Makes a challenger the champion, by hand. It is no event of the stream: see `noteChange`. */
  promote(name: string, project: AnyProject): Takeover {
    this.settle(project)
    const challengers = this.contestants.filter((one) => one !== this.leader)
    const one = challengers.find((challenger) => challenger.name === name)
    if (!one) {
      const names = challengers.map((challenger) => `"${challenger.name}"`).join(', ')
      const expected = names ? `can promote ${names}` : 'has no challenger to promote'
      throw new InvalidInputError('Learning', expected, name)
    }
    const at = { event: this.counted.events, time: this.latest }
    const takeover = this.oversight.promote(one, 'manual', at, this)
    this.oversight.tell()
    this.isChanged = true
    return takeover
  }

  /**
   * True if it was changed by more than events since this was asked last: by hand, or by a project
   * that has other challengers. A replay that is to give the same must begin after that.
   */
  noteChange(): boolean {
    const { isChanged } = this
    this.isChanged = false
    return isChanged
  }

  crown(one: Contestant): void {
    this.champion = one.name
  }

  /** Takes what came: predicts, judges, learns, in this order. It never throws for data. */
  take(parsed: Parsed, project: AnyProject): Outcome {
    if (project !== this.project) this.settle(project)
    this.counted.events++
    if (parsed.kind === 'event') return this.meet(parsed)
    if (parsed.kind === 'label') return this.match(parsed)
    return this.bury(parsed.reason)
  }

  /** Takes up a project: what it names takes part, with what was learned so far. */
  private settle(project: AnyProject): void {
    const { events } = this.counted
    const { contestants, places } = lineUp(this.contestants, project, events, this.leader)
    if (places) {
      this.isChanged = true
      this.contestants = contestants
      this.waiting.rearrange(places)
    }
    this.oversight.settle(project)
    this.project = project
  }

  /** The champion comes first: what it cannot take leaves no trace with the others. */
  private meet(event: UsableEvent): Outcome {
    const { leader, oversight } = this
    const isWhole = event.y !== undefined || !this.project!.expectsLabels
    let answer: unknown
    try {
      answer = leader.ask(event.x)
      if (isWhole) this.conclude(leader, event, answer, event.time, false)
      else leader.preview(event.x)
    } catch (error) {
      leader.refused++
      return this.bury(messageOf(error), answer)
    }
    this.latest = event.time
    if (!isWhole) this.keep(event, answer)
    else if (this.contestants.length > 1) this.meetOthers(event)
    if (oversight.isIdle) return { answer, dead: undefined, events: NO_EVENTS }
    const at = { event: this.counted.events, time: event.time }
    oversight.meet(event.x, at)
    if (isWhole) oversight.learn(event, at, this)
    oversight.act(at, this)
    return { answer, dead: undefined, events: oversight.tell() }
  }

  private meetOthers(event: UsableEvent): void {
    for (const one of this.contestants) {
      if (one === this.leader) continue
      attempt(one, () => this.conclude(one, event, one.ask(event.x), event.time, false))
    }
  }

  /** Keeps an event, and what each contestant says of it, until its label comes. */
  private keep({ id, time, x }: UsableEvent, answer: unknown): void {
    const { leader, waiting, counted } = this
    const answers = this.contestants.map((one) => {
      if (one === leader) return answer
      let said: unknown
      attempt(one, () => {
        said = one.ask(x)
        one.preview(x)
      })
      return said
    })
    if (waiting.has(id)) counted.givenUp++
    waiting.add({ id, time, event: counted.events, x, answers })
    const { maxWaiting, maxWait } = this.project!.options
    counted.givenUp += waiting.trim(maxWaiting, time - maxWait)
  }

  /** A label that the champion cannot take leaves its event waiting for a better one. */
  private match({ id, y }: LateLabel): Outcome {
    const { leader, oversight, waiting, contestants, counted } = this
    const event = waiting.get(id)
    if (!event) {
      counted.orphans++
      return NOTHING
    }
    const { x, time, answers } = event
    const lesson = { x, y }
    try {
      this.conclude(leader, lesson, answers[contestants.indexOf(leader)], time, true)
    } catch (error) {
      leader.refused++
      return this.bury(messageOf(error))
    }
    counted.matched++
    waiting.remove(id)
    for (const [i, one] of contestants.entries()) {
      if (one !== leader) attempt(one, () => this.conclude(one, lesson, answers[i], time, true))
      one.disown(event.event)
    }
    if (oversight.isIdle) return NOTHING
    const at = { event: counted.events, time }
    oversight.learn(lesson, at, this)
    oversight.act(at, this)
    return { answer: undefined, dead: undefined, events: oversight.tell() }
  }

  private conclude(
    one: Contestant,
    lesson: Lesson,
    answer: unknown,
    time: number,
    isLate: boolean,
  ): void {
    one.conclude(lesson, answer, time, isLate, this.project!.policy.loss)
  }

  private bury(reason: string, answer?: unknown): Outcome {
    this.counted.dead++
    return { answer, dead: reason, events: NO_EVENTS }
  }
}

const NOTHING: Outcome = { answer: undefined, dead: undefined, events: NO_EVENTS }

/** What one contestant cannot take, others may. */
function attempt(one: Contestant, work: () => void): void {
  try {
    work()
  } catch {
    one.refused++
    one.cost = Number.NaN
  }
}
