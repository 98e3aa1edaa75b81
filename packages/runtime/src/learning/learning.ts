import { type Features, type Label, SnapshotError, snapshot } from '@coelho/core'
import { learners } from '@coelho/learners/all'
import type { AnyProject, Parsed, UsableEvent } from '../project/project.js'
import { Contestant } from './contestant.js'
import { namedMetrics } from './metric-names.js'
import { Waiting } from './waiting.js'

/** What became of events, each counted once. */
export interface Counts {
  /** All that came. */
  readonly events: number
  /** Labels that found their event. */
  readonly matched: number
  /** Labels without an event that waits for them. */
  readonly orphans: number
  /** Events that were given up before their label came. */
  readonly givenUp: number
  /** What could not be used. */
  readonly dead: number
}

/** What came of one event. */
export interface Outcome {
  /** What the champion said of it, if it was asked. */
  readonly answer: unknown
  /** Why nothing could be done with it. */
  readonly dead: string | undefined
}

const NOTHING: Outcome = { answer: undefined, dead: undefined }

/**
 * All that a project has learned: its models, how well they do, and the events whose label is
 * still to come. It is saved as one value, and goes on from there as if nothing had happened.
 */
export class Learning {
  static readonly id: string = 'runtime.Learning'
  static readonly state: readonly string[] = ['contestants', 'champion', 'waiting', 'counted']

  contestants: Contestant[] = []
  champion = ''
  waiting: Waiting = new Waiting()
  private counted: Record<keyof Counts, number> = {
    ...{ events: 0, matched: 0, orphans: 0, givenUp: 0, dead: 0 },
  }

  /** One that has learned nothing. */
  static fresh(project: AnyProject): Learning {
    const { pipeline, challengers, metric } = project.options
    const models = Object.entries({ champion: pipeline, ...challengers })
    const contestants = models.map(([name, make]) => Contestant.of(name, make(), metric()))
    return Object.assign(new Learning(), { contestants, champion: 'champion' })
  }

  static load(bytes: Uint8Array): Learning {
    return snapshot.load<Learning>(bytes, {
      learners: [Learning, Contestant, Waiting, ...learners] as never,
    })
  }

  checkState(): void {
    const names = this.contestants.map((one) => (one instanceof Contestant ? one.name : ''))
    const fresh = Object.keys(new Learning().counted).join()
    const isWhole = names.includes(this.champion) && new Set(names).size === names.length
    const counts = Object.values(this.counted)
    const areCounts = counts.every((count) => Number.isSafeInteger(count) && count >= 0)
    if (isWhole && areCounts && Object.keys(this.counted).join() === fresh) return
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
    return this.contestants.find(({ name }) => name === this.champion)!
  }

  /** Each contestant's value of the project's metric, the best first; `undefined` ones last. */
  standings({ options: { bestBy } }: AnyProject): { name: string; value: number | undefined }[] {
    const found = this.contestants.map(({ name, metric }) => ({
      name,
      of: namedMetrics(metric).find(([key]) => key === bestBy)?.[1],
    }))
    const rows = found.map(({ name, of }) => {
      const value = of?.get()
      const larger = (of as { biggerIsBetter?: boolean } | undefined)?.biggerIsBetter !== false
      const isNumber = typeof value === 'number' && !Number.isNaN(value)
      return isNumber
        ? { name, value, rank: larger ? value : -value }
        : { name, value: undefined, rank: -Infinity }
    })
    rows.sort((a, b) => b.rank - a.rank)
    return rows.map(({ name, value }) => ({ name, value }))
  }

  /** Takes what came: predicts, judges, learns, in this order. It never throws for data. */
  take(parsed: Parsed, project: AnyProject): Outcome {
    this.counted.events++
    const outcome = this.outcomeOf(parsed, project)
    if (outcome.dead !== undefined) this.counted.dead++
    return outcome
  }

  private outcomeOf(parsed: Parsed, project: AnyProject): Outcome {
    if (parsed.kind === 'dead') return { answer: undefined, dead: parsed.reason }
    if (parsed.kind === 'event') return this.meet(parsed, project)
    const event = this.waiting.take(parsed.id)
    if (!event) {
      this.counted.orphans++
      return NOTHING
    }
    this.counted.matched++
    return { answer: undefined, dead: this.conclude(event.x, parsed.y, event.answers, true) }
  }

  private meet({ id, time, x, y }: UsableEvent, project: AnyProject): Outcome {
    const answers: unknown[] = []
    for (const one of this.contestants) {
      const failure = attempt(one, () => answers.push(one.ask(x)))
      if (failure === undefined) continue
      if (one === this.leader) return { answer: undefined, dead: failure }
      answers.push(undefined)
    }
    const answer = answers[this.contestants.indexOf(this.leader)]
    if (y !== undefined || !project.expectsLabels) {
      return { answer, dead: this.conclude(x, y, answers, false) }
    }
    let dead: string | undefined
    for (const one of this.contestants) {
      if (one.supervised) continue
      const failure = attempt(one, () => one.teach(x, undefined))
      if (one === this.leader) dead = failure
    }
    this.waiting.add({ id, time, x, answers })
    const { maxWaiting, maxWait } = project.options
    const given = this.waiting.trim(maxWaiting, time - maxWait)
    this.counted.givenUp += given['too many'] + given['too old']
    return { answer, dead }
  }

  /** Judges what was said, then learns; one that was there before the label learned already. */
  private conclude(
    x: Features,
    y: Label | undefined,
    answers: readonly unknown[],
    late: boolean,
  ): string | undefined {
    let dead: string | undefined
    for (const [i, one] of this.contestants.entries()) {
      const failure = attempt(one, () => {
        one.judge(x, y, answers[i])
        if (one.supervised || !late) one.teach(x, y)
      })
      if (one === this.leader) dead = failure
    }
    return dead
  }
}

/** Why a contestant could not take it. What one cannot take, others may. */
function attempt(one: Contestant, work: () => void): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    one.refused++
    return (error as Error).message
  }
}
