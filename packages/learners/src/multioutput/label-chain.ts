import {
  BinaryLabels,
  type ClassifierLike,
  growFloats,
  type Label,
  type OutputValues,
  putOwn,
  type Row,
  requireKind,
  type Schema,
} from '@coelho/core'
import { checkApart, checkOrder } from './options.js'
import { OutputModels } from './output-models.js'
import { Relay } from './relay.js'

/**
 * Classifiers in a row: each is told what those before it make of an event. What the chains of
 * classifiers hold; they differ in how they predict.
 */
export class LabelChain extends OutputModels<ClassifierLike> {
  static override readonly id: string = 'multioutput.LabelChain'

  readonly relay: Relay
  private scores: Float64Array = new Float64Array(2)

  constructor(who: string, from: Schema, given: ClassifierLike, names: readonly string[]) {
    super(given, names)
    this.relay = new Relay(who, from, given)
  }

  /** Its models read rows under a schema of their own. */
  get apart(): this {
    return this
  }

  learn(row: Row, y: OutputValues, weight: number): void {
    const { names } = this
    let at = this.relay.start(row)
    for (let i = 0; i < names.length; i++) {
      const model = this.toLearn(i)
      const isLast = i === names.length - 1
      // River: the next one is told what was predicted before this one learned.
      const next = isLast ? at : this.handOn(at, i, model)
      if (Object.hasOwn(y, names[i])) {
        model.learnRow(at, model.labels.add(y[names[i]]), weight)
      }
      at = next
    }
    // River: a new output is learned from its second event on.
    for (const name in y) if (Object.hasOwn(y, name)) this.add(name)
    this.commit()
  }

  /** Throws if a model would refuse the row, or if there is no room for what is handed on. */
  admitRow(row: Row): void {
    let at = this.relay.start(row)
    if (this.relay.takesAll(this.given, this.handedOn)) return
    if (this.names.length === 0) this.given.admitRow(at)
    for (let i = 0; i < this.names.length; i++) {
      const model = this.at(i)
      model.admitRow(at)
      if (i < this.names.length - 1) at = this.handOn(at, i, model)
    }
  }

  /** How many features at most are handed on. */
  private get handedOn(): number {
    let count = 0
    for (let i = 0; i < this.names.length; i++) {
      const { labels } = this.at(i)
      count += labels instanceof BinaryLabels ? 1 : labels.candidates
    }
    return count
  }

  /** What the model after that place is given. */
  private handOn(row: Row, place: number, model: ClassifierLike): Row {
    const { candidates } = model.labels
    this.scores = growFloats(this.scores, candidates)
    const { scores } = this
    scores.fill(0, 0, candidates)
    const known = model.scoreRow(row, scores)
    const next = this.relay.after(row, place)
    if (known) this.putAll(next, place, model, scores)
    return this.relay.seal(next)
  }

  /** River: of two classes the probability of the second, of more those of all. */
  private putAll(row: Row, place: number, model: ClassifierLike, scores: ArrayLike<number>): void {
    const { labels } = model
    const name = this.names[place]
    if (labels instanceof BinaryLabels) {
      this.relay.put(row, name, scores[1])
      return
    }
    for (let code = 0; code < labels.candidates; code++) {
      this.relay.put(row, `${name}_${labels.at(code)}`, scores[code])
    }
  }

  probabilities(row: Row): OutputValues<Map<Label, number>> {
    const all: Record<string, Map<Label, number>> = {}
    let at = this.relay.start(row)
    for (let i = 0; i < this.names.length; i++) {
      const model = this.at(i)
      const told = model.probabilities(at)
      putOwn(all, this.names[i], told)
      if (i < this.names.length - 1) at = this.withProbabilities(at, i, model, told)
    }
    return all
  }

  private withProbabilities(
    row: Row,
    place: number,
    { labels }: ClassifierLike,
    told: ReadonlyMap<Label, number>,
  ): Row {
    const next = this.relay.after(row, place)
    const name = this.names[place]
    if (!(labels instanceof BinaryLabels)) {
      for (const [label, p] of told) this.relay.put(next, `${name}_${label}`, p)
    } else if (told.size > 0) this.relay.put(next, name, positiveOf(labels, told))
    return this.relay.seal(next)
  }

  /** The same where what is handed on is a label, as a number. */
  withLabel(row: Row, place: number, value: number): Row {
    const next = this.relay.after(row, place)
    this.relay.put(next, this.names[place], value)
    return this.relay.seal(next)
  }

  commit(): void {
    for (let i = 0; i < this.all.length; i++) this.all[i].commit()
  }

  forget(): void {
    for (let i = 0; i < this.all.length; i++) this.all[i].forget()
  }
}

/** The probability of the second of two classes; the first may be alone. */
function positiveOf(labels: BinaryLabels, told: ReadonlyMap<Label, number>): number {
  const label = labels.at(1)
  return label === undefined ? 0 : (told.get(label) ?? 0)
}

/** The chain of a model with these options, checked. */
export function chainOf(
  who: string,
  schema: Schema,
  model: ClassifierLike,
  order: readonly string[] | null,
): LabelChain {
  requireKind(who, 'model', model, 'classifier')
  checkApart(who, schema, model)
  return new LabelChain(who, schema, model, checkOrder(who, order))
}
