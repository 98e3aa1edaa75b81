import {
  type evaluate,
  type Features,
  isEmpty,
  type Label,
  SnapshotError,
  Subject,
} from '@coelho/core'
import type { Model } from '../project/project.js'

/** A model that learns the stream, and what is known of how well it does. */
export class Contestant {
  static readonly id: string = 'runtime.Contestant'
  static readonly state: readonly string[] = [...['name', 'held', 'judged', 'learned', 'refused']]

  name = ''
  /** The model and its metric, in a list: a snapshot takes any class there. */
  private held: readonly (Model | evaluate.AnyMetric)[] = []
  /** Predictions that were judged, events that were learned, and those it could not take. */
  judged = 0
  learned = 0
  refused = 0
  private made: Subject | undefined

  static of(name: string, model: Model, metric: evaluate.AnyMetric): Contestant {
    return Object.assign(new Contestant(), { name, held: [model, metric] })
  }

  get model(): Model {
    return this.held[0] as Model
  }

  get metric(): evaluate.AnyMetric {
    return this.held[1] as evaluate.AnyMetric
  }

  /** False if it learns from events alone, without their labels. */
  get supervised(): boolean {
    return this.subject.supervised
  }

  checkState(): void {
    const [model, metric, ...more] = this.held as [unknown, unknown]
    const isModel = typeof (model as Model | undefined)?.learnOne === 'function'
    const isMetric = typeof (metric as evaluate.AnyMetric | undefined)?.update === 'function'
    if (isModel && isMetric && more.length === 0) return
    throw new SnapshotError(`${Contestant.id} holds a model and a metric`)
  }

  /** What it says of an event. It learns nothing by that. */
  ask(x: Features): unknown {
    return this.subject.ask(x, undefined)
  }

  /** Judges what it said before; that of one that knew nothing yet is not judged. */
  judge(x: Features, y: Label | undefined, answer: unknown): void {
    if (isEmpty(answer)) return
    this.subject.judge(x, y, answer, undefined)
    this.judged++
  }

  teach(x: Features, y: Label | undefined): void {
    this.subject.teach(x, y, undefined)
    this.learned++
  }

  private get subject(): Subject {
    this.made ??= new Subject(this.model, this.metric)
    return this.made
  }
}
