import {
  type evaluate,
  type Features,
  isEmpty,
  judgesClusters,
  type Label,
  metricsByName,
  SnapshotError,
  Subject,
} from '@coelho/core'
import { isCount } from '../is-count.js'
import type { Model } from '../project/project-options.js'
import { Evidence } from './evidence.js'
import type { Loss } from './loss.js'
import { asksForTime, isMoreBetter } from './metric-traits.js'
import type { Lesson } from './replay-window.js'

/** How a contestant is dealt with, by what its model and its metric are. */
interface Manner {
  readonly subject: Subject
  readonly byCentres: boolean
  readonly isTimed: boolean
}

/** A model that learns the stream, and what is known of how well it does. */
export class Contestant {
  static readonly id: string = 'runtime.Contestant'
  static readonly state: readonly string[] = [
    'name',
    'held',
    'judged',
    'learned',
    'refused',
    'begunAt',
    'evidence',
  ]

  name = ''
  /** The model and its metric, in a list: a snapshot takes any class there. */
  private held: readonly (Model | evaluate.AnyMetric)[] = []
  /** Predictions that were judged, events that were learned, and those it could not take. */
  judged = 0
  learned = 0
  refused = 0
  /** The event at which its model began: what was said before was said by another. */
  private begunAt = 0
  /** What speaks for it against the champion. */
  readonly evidence: Evidence = new Evidence()
  /** What the last prediction that was judged has cost; NaN where that is not known. */
  cost: number = Number.NaN
  private made: Manner | undefined

  static of(name: string, model: Model, metric: evaluate.AnyMetric, begunAt = 0): Contestant {
    return Object.assign(new Contestant(), { name, held: [model, metric], begunAt })
  }

  get model(): Model {
    return this.held[0] as Model
  }

  get metric(): evaluate.AnyMetric {
    return this.held[1] as evaluate.AnyMetric
  }

  /** False if it learns from events alone, without their labels. */
  get supervised(): boolean {
    return this.manner.subject.supervised
  }

  checkState(): void {
    const [model, metric, ...more] = this.held as [unknown, unknown]
    const isModel = typeof Object(model).learnOne === 'function'
    const isMetric = typeof Object(metric).update === 'function'
    const counts = [this.judged, this.learned, this.refused, this.begunAt]
    if (!isModel || !isMetric || more.length > 0 || !counts.every(isCount)) {
      throw new SnapshotError(`${Contestant.id} holds a model, a metric and counts`)
    }
    this.made = mannerOf(this.model, this.metric)
  }

  /** What it says of an event. It learns nothing by that. */
  ask(x: Features): unknown {
    return this.manner.subject.ask(x, undefined)
  }

  /** Learns an event that cannot be judged before its label comes, if it needs none. */
  preview(x: Features): void {
    if (!this.supervised) this.teach(x, undefined)
  }

  /**
   * Judges what it said, then learns; one that needs no label learned already what comes late. A
   * label that it cannot take is refused before anything was judged.
   */
  conclude(lesson: Lesson, answer: unknown, time: number, isLate: boolean, loss?: Loss): void {
    const { x, y } = lesson
    const { subject, byCentres, isTimed } = this.manner
    this.cost = Number.NaN
    if (y !== undefined) (this.model as Checking).checkTarget?.(y)
    // One that asks for labels says a prediction, and whether it wants this one.
    const isPair = Array.isArray(answer)
    const prediction = isPair ? answer[0] : answer
    if ((y !== undefined || byCentres) && !isEmpty(prediction)) {
      const cost = loss ? loss(y, prediction, this.model) : Number.NaN
      subject.judge(x, y, prediction, isTimed ? { t: time } : undefined)
      this.judged++
      this.cost = cost
    }
    if (isLate && !subject.supervised) return
    if (!isPair || answer[1]) this.teach(x, y)
  }

  /** What it said before its model began was said by another model. */
  disown(event: number): void {
    if (event <= this.begunAt) this.cost = Number.NaN
  }

  /** Begins anew with another model, which learns these; what was judged stays. */
  restart(model: Model, lessons: readonly Lesson[], event: number): void {
    this.held = [model, this.metric]
    this.made = undefined
    this.begunAt = event
    const { subject } = this.manner
    for (const { x, y } of lessons) {
      try {
        subject.teach(x, y, undefined)
      } catch {
        this.refused++
      }
    }
  }

  /** The value of one of its metrics; `undefined` where it has none yet. */
  valueOf(metric: string): number | undefined {
    const value = this.metricNamed(metric)?.get()
    return typeof value === 'number' && !Number.isNaN(value) ? value : undefined
  }

  /** The same for comparing: the larger is the better. */
  rankBy(metric: string): number {
    const value = this.valueOf(metric)
    if (value === undefined) return Number.NEGATIVE_INFINITY
    return isMoreBetter(this.metricNamed(metric)!) ? value : -value
  }

  private metricNamed(name: string): evaluate.AnyMetric | undefined {
    return metricsByName(this.metric).find(([key]) => key === name)?.[1]
  }

  private teach(x: Features, y: Label | undefined): void {
    this.manner.subject.teach(x, y, undefined)
    this.learned++
  }

  private get manner(): Manner {
    this.made ??= mannerOf(this.model, this.metric)
    return this.made
  }
}

interface Checking {
  checkTarget?(y: Label): void
}

function mannerOf(model: Model, metric: evaluate.AnyMetric): Manner {
  const byCentres = judgesClusters(metric)
  const isTimed = asksForTime(metric)
  return { subject: new Subject(model, metric), byCentres, isTimed }
}
