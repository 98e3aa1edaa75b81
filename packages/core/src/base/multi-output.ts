import type { Frame } from '../data/frame.js'
import { checkFrame } from '../data/frame-reader.js'
import type { Label } from '../data/labels.js'
import { putOwn } from '../data/put-own.js'
import type { Row } from '../data/row.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError, InvalidLabelError } from '../errors.js'
import { Estimator } from './estimator.js'
import type { EstimatorLike, Target } from './estimator-like.js'
import { checkWeight, checkWeights, type LearnManyOptions, type LearnOptions } from './weights.js'

/** A value for each output, by its name. */
export type OutputValues<Value = Label> = Readonly<Record<string, Value>>

/** The models of the outputs, where each has one of its own: they are asked before they learn. */
export interface OutputPart {
  /** What the model of a new output begins as. */
  readonly given: EstimatorLike
  /** Throws if the model of that output cannot learn such a value. */
  checkOutput(name: string, value: unknown): void
  /** The same for all values of a frame. */
  checkTargets(who: string, y: ArrayLike<unknown>, weights: ArrayLike<number> | undefined): void
  /** With outputs of these names, which differ, how many there would be. */
  sizeWith(names: Iterable<string>): number
  /** Where the models read other rows than the whole, and so are not among `held`. */
  readonly apart?: {
    admitRow(row: Row): void
    commit(): void
    forget(): void
  }
}

/**
 * A model that tells several things of an event at once: its targets are objects with a value
 * for each output. It implements `learnOutputs` and `answerRow`; events as objects, frames and
 * refusals are dealt with here, those of the models it holds if it names them as its `part`.
 */
export abstract class MultiOutput<
  Options extends object = object,
  Value extends Label = Label,
> extends Estimator<Options> {
  /** Learns from one row; the values were checked, and outputs may be missing or new. */
  abstract learnOutputs(row: Row, y: OutputValues<Value>, weight: number): void

  /** What `predictOne` says, for a row; empty while nothing is known. */
  abstract answerRow(row: Row, options?: object): OutputValues<Value>

  abstract get kind(): 'multi-label classifier' | 'multi-target regressor'

  /** The models of the outputs. */
  protected get part(): OutputPart | undefined {
    return undefined
  }

  override get takesCategories(): boolean {
    return this.part?.given.takesCategories ?? super.takesCategories
  }

  override get takesNulls(): boolean {
    return this.part?.given.takesNulls ?? super.takesNulls
  }

  override get textFeature(): string | undefined {
    return this.part ? this.part.given.textFeature : super.textFeature
  }

  override get mayRefuse(): boolean {
    return this.part?.apart !== undefined || super.mayRefuse
  }

  override admitRow(row: Row): void {
    super.admitRow(row)
    this.part?.apart?.admitRow(row)
  }

  override commit(): void {
    super.commit()
    this.part?.apart?.commit()
  }

  override forget(): void {
    super.forget()
    this.part?.apart?.forget()
  }

  learnOne(x: Features, y: OutputValues<Value>, options?: LearnOptions): void {
    const weight = checkWeight(this.who, options?.w ?? 1)
    this.checkTarget(y)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnOutputs(row, y, weight)
  }

  override checkTarget(y: unknown): void {
    const names = this.namesIn(y)
    for (let i = 0; i < names.length; i++) {
      this.checkOutput(names[i], (y as Record<string, unknown>)[names[i]])
    }
    this.checkNames(names, names.length)
  }

  /** The same for all targets of a frame: also if together they are too many. */
  checkTargets(y: ArrayLike<unknown>, weights?: ArrayLike<number>): void {
    const names = new Set<string>()
    for (let i = 0; i < y.length; i++) {
      this.checkTarget(y[i])
      for (const name of this.namesIn(y[i])) names.add(name)
    }
    this.checkNames(names, names.size)
    this.part?.checkTargets(this.who, y, weights)
  }

  private checkOutput(name: string, value: unknown): void {
    const kind = typeof value
    const isNumber = Number.isFinite(value)
    const takesLabels = this.kind === 'multi-label classifier'
    if (!isNumber && !(takesLabels && (kind === 'string' || kind === 'boolean'))) {
      const values = takesLabels ? 'a string, a finite number or a boolean' : 'a finite number'
      const expected = `of output ${JSON.stringify(name)} must be ${values}`
      throw new InvalidLabelError(this.who, expected, value)
    }
    this.part?.checkOutput(name, value)
  }

  /** Each output may cost a model: their number has the limit that labels have. */
  private checkNames(names: Iterable<string>, own: number): void {
    const { maxLabels } = this.schema.options
    const count = this.part?.sizeWith(names) ?? own
    if (count <= maxLabels) return
    throw new InvalidLabelError(this.who, `must bring the outputs to ${maxLabels} at most`, count)
  }

  private namesIn(y: unknown): string[] {
    const prototype = typeof y === 'object' && y !== null ? Object.getPrototypeOf(y) : undefined
    if (prototype === Object.prototype || prototype === null) return Object.keys(y as object)
    throw new InvalidLabelError(this.who, 'must be an object with a value for each output', y)
  }

  /** Learns a row with targets as they were given, which were checked. */
  learnRowWith(row: Row, y: Target, weight: number, _options?: object): void {
    this.learnOutputs(row, y as OutputValues<Value>, weight)
  }

  predictOne(x: Features, options?: object): OutputValues<Value> {
    return this.asked(x, (row) => this.answerRow(row, options))
  }

  /** An answer to an event, which leaves nothing behind. */
  protected asked<Answer>(x: Features, ask: (row: Row) => Answer): Answer {
    const row = this.door.peek(x)
    try {
      return ask(row)
    } finally {
      this.forget()
    }
  }

  /** The same as `learnOne` for each row, without objects for the features. */
  learnMany(frame: Frame, y: ArrayLike<OutputValues<Value>>, options?: LearnManyOptions): void {
    const weights = this.checkMany(frame, y, options)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnOutputs(rows.read(i), y[i], weight)
    }
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<OutputValues<Value>>,
    options?: LearnManyOptions,
  ): OutputValues<Value>[] {
    const weights = this.checkMany(frame, y, options)
    const rows = this.rowsToLearn(frame)
    const predictions = new Array<OutputValues<Value>>(frame.length)
    for (let i = 0; i < frame.length; i++) {
      predictions[i] = this.answerRow(rows.read(i))
      this.forget()
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnOutputs(rows.read(i), y[i], weight)
    }
    return predictions
  }

  predictMany(frame: Frame): OutputValues<Value>[] {
    const rows = this.rowsOf(frame)
    try {
      const predictions = new Array<OutputValues<Value>>(frame.length)
      for (let i = 0; i < frame.length; i++) predictions[i] = this.answerRow(rows.read(i))
      return predictions
    } finally {
      this.forget()
    }
  }

  private checkMany(
    frame: Frame,
    y: ArrayLike<OutputValues<Value>>,
    options: LearnManyOptions | undefined,
  ): ArrayLike<number> | undefined {
    checkFrame(this.who, frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError(this.who, `${frame.length} rows need as many targets`, y?.length)
    }
    const weights = checkWeights(this.who, frame.length, options?.w)
    this.checkTargets(y, weights)
    return weights
  }
}

/** The first of the most likely labels of each output of which something is known. */
export function likeliest(outputs: OutputValues<Map<Label, number>>): OutputValues {
  const answers: Record<string, Label> = {}
  for (const name of Object.keys(outputs)) {
    let best: Label | undefined
    let highest = -Infinity
    for (const [label, p] of outputs[name]) {
      if (p > highest) {
        highest = p
        best = label
      }
    }
    if (best !== undefined) putOwn(answers, name, best)
  }
  return answers
}
