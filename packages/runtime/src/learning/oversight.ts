import type { Features } from '@coelho/core'
import { CHAMPION } from '../project/check-models.js'
import type { AnyProject } from '../project/project.js'
import type { Contestant } from './contestant.js'
import { History } from './history.js'
import type { DriftNote, LearningEvent, Takeover } from './learning-event.js'
import { NO_EVENTS } from './outcome.js'
import { type Lesson, ReplayWindow } from './replay-window.js'
import { Watch } from './watch.js'

/** Who takes part, and who leads. */
export interface Arena {
  readonly contestants: readonly Contestant[]
  readonly leader: Contestant
  crown(one: Contestant): void
}

/** The moment at which something is seen. */
interface Moment {
  readonly event: number
  readonly time: number
}

/**
 * What a project does by itself: it watches for drift, keeps the last events, weighs challengers
 * against the champion, and changes the champion as its policy says. It knows no clock and draws
 * nothing at random: the same events in the same order have the same outcome.
 */
export class Oversight {
  static readonly id: string = 'runtime.Oversight'
  static readonly state: readonly string[] = ['watches', 'window', 'history', 'changedAt']

  private watches: Watch[] = []
  private readonly window: ReplayWindow = new ReplayWindow()
  readonly history: History = new History()
  /** The event at which the champion changed last; 0: never yet. */
  private changedAt = 0

  private project: AnyProject | undefined
  private errorWatch: Watch | undefined
  private featureWatches: readonly Watch[] = []
  /** What is to be told of the event that is looked at. */
  private news: readonly LearningEvent[] = NO_EVENTS
  /** Whether there was a drift that something follows from, and has not yet. */
  private isCalled = false

  /** Takes up the policy of a project: what is no longer watched is forgotten. */
  settle(project: AnyProject): void {
    this.project = project
    const { drift } = project.policy
    const wanted: [Watch['signal'], string, () => Watch][] = []
    const want = (signal: Watch['signal'], feature: string, make: () => object) =>
      wanted.push([signal, feature, () => Watch.over(signal, feature, make() as never)])
    if (drift?.error) want('error', '', drift.error)
    for (const [name, make] of Object.entries(drift?.features ?? {})) want('feature', name, make)
    this.watches = wanted.map(([signal, feature, make]) => {
      const is = (watch: Watch) => watch.signal === signal && watch.feature === feature
      return this.watches.find(is) ?? make()
    })
    this.errorWatch = this.watches.find(({ signal }) => signal === 'error')
    this.featureWatches = this.watches.filter(({ signal }) => signal === 'feature')
    if (drift?.policy !== 'retrain') this.window.clear()
  }

  /** True if there is nothing to be done for events: neither to watch nor to weigh. */
  get isIdle(): boolean {
    return this.watches.length === 0 && this.project!.policy.level === null
  }

  /** What each detector has seen. */
  get watched(): readonly Watch['told'][] {
    return this.watches.map(({ told }) => told)
  }

  /** What there is to tell since the last time. */
  tell(): readonly LearningEvent[] {
    const { news } = this
    if (news !== NO_EVENTS) this.news = NO_EVENTS
    return news
  }

  /** An event has come: what the model sees of it. */
  meet(x: Features, at: Moment): void {
    for (const watch of this.featureWatches) {
      const value = x[watch.feature]
      const number = typeof value === 'boolean' ? Number(value) : value
      if (typeof number === 'number') this.watch(watch, number, at)
    }
  }

  /** It was judged and learned: what it has cost stands with the contestants. */
  learn(lesson: Lesson, at: Moment, arena: Arena): void {
    const { policy } = this.project!
    const { drift, level } = policy
    const { cost } = arena.leader
    if (drift?.policy === 'retrain') this.window.add(lesson, cost, drift.window)
    if (this.errorWatch && !Number.isNaN(cost)) this.watch(this.errorWatch, cost, at)
    if (level !== null) this.weigh(arena, level, at)
  }

  /** Does what follows from the drifts that were seen, if anything does. */
  act(at: Moment, arena: Arena): void {
    if (!this.isCalled) return
    this.isCalled = false
    if (this.isResting(at.event)) return
    const { policy } = this.project!.policy.drift!
    if (policy === 'retrain') this.retrain(at, arena)
    else if (policy === 'promote') {
      const best = this.best(arena)
      if (best) this.promote(best, 'drift', at, arena)
    }
  }

  /** Makes a challenger the champion. */
  promote(to: Contestant, why: Takeover['why'], at: Moment, arena: Arena): Takeover {
    const { bestBy } = this.project!.options
    const from = arena.leader
    arena.crown(to)
    return this.changed(arena, {
      ...{ kind: 'takeover', how: 'promoted', why, from: from.name, to: to.name },
      ...{ fromValue: from.valueOf(bestBy), toValue: to.valueOf(bestBy), relearned: 0 },
      ...{ event: at.event, time: at.time },
    })
  }

  private watch(watch: Watch, x: number, { event, time }: Moment): void {
    const kind = watch.update(x)
    if (!kind) return
    const { signal, feature } = watch.told
    const change = kind === 'drift' ? watch.change : undefined
    this.note({ kind, signal, feature, change, event, time } satisfies DriftNote)
    if (kind === 'warning') return
    const { policy, upon } = this.project!.policy.drift!
    // A model that has become better is left alone.
    const isReason = signal === 'error' ? change !== 'fell' : upon === 'any'
    if (policy !== 'note' && isReason) this.isCalled = true
  }

  /** A new pipeline learns the kept events since the change, and takes over. */
  private retrain(at: Moment, arena: Arena): void {
    const { pipeline, challengers, bestBy } = this.project!.options
    const { leader } = arena
    const lessons = this.window.lessonsSinceChange
    const make = leader.name === CHAMPION ? pipeline : challengers![leader.name]!
    leader.restart(make(), lessons, at.event)
    const [name, value] = [leader.name, leader.valueOf(bestBy)]
    this.changed(arena, {
      ...{ kind: 'takeover', how: 'retrained', why: 'drift', from: name, to: name },
      ...{ fromValue: value, toValue: value, relearned: lessons.length },
      ...{ event: at.event, time: at.time },
    })
  }

  /** Compares each challenger with the champion; the best of those beyond doubt takes over. */
  private weigh(arena: Arena, level: number, at: Moment): void {
    const { contestants, leader } = arena
    const enough = (contestants.length - 1) / level
    let isAny = false
    for (const one of contestants) {
      if (one === leader) continue
      one.evidence.compare(leader.cost, one.cost)
      if (one.evidence.value >= enough) isAny = true
    }
    if (!isAny || this.isResting(at.event)) return
    const { bestBy } = this.project!.options
    const best = this.best(arena, ({ evidence }) => evidence.value >= enough)
    if (best && best.rankBy(bestBy) > leader.rankBy(bestBy)) this.promote(best, 'better', at, arena)
  }

  /** The challenger that stands best; the first of them. */
  private best(
    { contestants, leader }: Arena,
    isMeant: (one: Contestant) => boolean = () => true,
  ): Contestant | undefined {
    const { bestBy } = this.project!.options
    const rivals = contestants.filter((one) => one !== leader && isMeant(one))
    const ranks = rivals.map((one) => one.rankBy(bestBy))
    return rivals[ranks.indexOf(Math.max(...ranks))]
  }

  private changed({ contestants }: Arena, takeover: Takeover): Takeover {
    const { drift } = this.project!.policy
    this.changedAt = takeover.event
    // What was watched and weighed was another champion.
    if (drift?.error) this.errorWatch?.restart(drift.error())
    for (const { evidence } of contestants) evidence.clear()
    this.isCalled = false
    this.note(takeover)
    return takeover
  }

  private note(event: LearningEvent): void {
    this.history.add(event)
    this.news = this.news === NO_EVENTS ? [event] : [...this.news, event]
  }

  private isResting(event: number): boolean {
    return this.changedAt > 0 && event - this.changedAt < this.project!.policy.cooldown
  }
}
