import type { Probabilities } from '../base/classifier.js'
import type { EstimatorLike, Target } from '../base/estimator-like.js'
import {
  checkWeight,
  checkWeights,
  type LearnManyOptions,
  type LearnOptions,
} from '../base/weights.js'
import type { Frame } from '../data/frame.js'
import { checkFrame, FrameReader } from '../data/frame-reader.js'
import type { Label } from '../data/labels.js'
import { ObjectWriter } from '../data/object-writer.js'
import { Reader } from '../data/reader.js'
import { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { copy } from '../snapshot/copy.js'
import { isTransformer, keepsValues } from './chain.js'
import { asked, checkTargets, roomFor, tryRows } from './many.js'
import { PipelineRows } from './pipeline-rows.js'
import type { DebugOptions } from './pipeline-types.js'
import { debugText } from './show/debug.js'
import { toDot } from './show/dot.js'
import { toMermaid } from './show/mermaid.js'
import { freeName, isBuild, stepOf } from './steps.js'
import { TransformerUnion } from './transformer-union.js'

/** What `Pipeline` is when it runs: one class for all kinds. */
export class Pipeline extends PipelineRows {
  static readonly id = 'compose.Pipeline'
  static readonly rules: Rules<object> = {}
  static readonly state = ['names', 'list', 'eager'] as const

  readonly options: object = {}

  private readonly names: string[] = []
  private reader: Reader | undefined
  private writer: ObjectWriter | undefined
  private readonly shown: Row = new Row()

  constructor(...steps: readonly unknown[]) {
    super()
    if (!isBuild(steps)) for (const step of steps) this.append(step)
  }

  /** The same steps, in which those that need no target learn when it predicts. */
  static eagerOn(pipeline: Pipeline): Pipeline {
    const view = new Pipeline(...pipeline.list.map((step, i) => [pipeline.names[i], step]))
    view.eager = true
    return view
  }

  private append(given: unknown): void {
    const unite = (list: readonly unknown[]) => new TransformerUnion(...(list as never[]))
    const { name, step } = stepOf(given, unite, this.list)
    this.names.push(freeName(name, this.names))
    this.list.push(step)
  }

  /** The steps by name. */
  get steps(): Map<string, EstimatorLike> {
    return new Map(this.names.map((name, i) => [name, this.list[i]]))
  }

  /** A step by its name or its place. */
  get(key: string | number): EstimatorLike | undefined {
    return typeof key === 'number' ? this.list.at(key) : this.steps.get(key)
  }

  get length(): number {
    return this.list.length
  }

  learnOne(x: Features, y?: Target, options?: LearnOptions): void {
    const [target, more] = asked(this.supervised, y, options)
    const weight = checkWeight('Pipeline', more?.w ?? 1)
    this.checkTarget(target)
    const row = this.door.peek(x)
    this.lesson.of(target as Target, weight, more)
    try {
      const isKnown = this.knows(row)
      this.teach(row, !isKnown && this.tryOut(row), isKnown)
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  predictOne(x: Features, options?: object): unknown {
    return this.answer(x, (row) => this.answerRow(row, options))
  }

  predictProbaOne(x: Features): Map<Label, number> {
    return this.answer(x, (row) => this.probabilities(row))
  }

  scoreOne(x: Features): number {
    return this.answer(x, (row) => this.scoreRow(row) as number)
  }

  /** What comes out of the transformers; the model, if there is one, is left out. */
  transformOne(x: Features): Record<string, FeatureValue> {
    this.writer ??= new ObjectWriter(this.outputSchema, keepsValues(this.last))
    const { writer } = this
    return this.answer(x, (row) => writer.write(this.transformed(row)))
  }

  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: LearnManyOptions): void {
    this.eachRow(frame, y, options, undefined)
  }

  /** Predicts each row, then learns it: what an evaluation does, in one pass. */
  predictThenLearnMany(
    frame: Frame,
    y: ArrayLike<Target>,
    options?: LearnManyOptions,
  ): ArrayLike<unknown> {
    this.model('answerRow')
    const predictions = roomFor(this.kind, frame?.length ?? 0)
    this.eachRow(frame, y, options, (row, i) => {
      predictions[i] = this.answerRow(row)
    })
    return predictions
  }

  predictMany(frame: Frame): ArrayLike<unknown> {
    this.model('answerRow')
    const predictions = roomFor(this.kind, frame?.length ?? 0)
    this.readEach(frame, (row, i) => {
      predictions[i] = this.answerRow(row)
    })
    return predictions
  }

  predictProbaMany(frame: Frame): Probabilities {
    const { labels } = this
    // A binary model presumes two classes before it has met one.
    const width = labels.size || (labels.at(0) === undefined ? 0 : 2)
    const scores = new Float64Array(Math.max(2, width))
    const values = new Float64Array((frame?.length ?? 0) * width)
    this.readEach(frame, (row, i) => {
      scores.fill(0)
      this.scoreRow(row, scores)
      values.set(scores.subarray(0, width), i * width)
    })
    const known = Array.from({ length: width }, (_, code) => labels.at(code) as Label)
    return { labels: known, values }
  }

  scoreMany(frame: Frame): Float64Array {
    this.model('scoreRow')
    const scores = new Float64Array(frame?.length ?? 0)
    this.readEach(frame, (row, i) => {
      scores[i] = this.scoreRow(row) as number
    })
    return scores
  }

  transformMany(frame: Frame): Frame {
    const rows = this.rowsOf(frame)
    try {
      return frame.derive(this.outputSchema, (i) => this.transformed(rows.read(i)))
    } finally {
      this.forget()
    }
  }

  /** What each step makes of an event, as text. */
  debugOne(x: Features, options?: DebugOptions): string {
    return debugText(this, x, options)
  }

  toDot(): string {
    return toDot(this)
  }

  toMermaid(): string {
    return toMermaid(this)
  }

  /** A pipeline of fresh steps with the same options, to read events under the given schema. */
  clone(schema?: Schema): this {
    const steps = this.list.map((step, i) => {
      const fresh = i === 0 && schema ? step.clone(schema) : step.clone()
      return [this.names[i], fresh] as const
    })
    const clone = new Pipeline(...steps)
    clone.eager = this.eager
    return clone as this
  }

  override toString(): string {
    return `Pipeline(${this.list.map(String).join(', ')})`
  }

  /** Each row is predicted, if that is wanted, then learned; a frame is learned whole or not. */
  private eachRow(
    frame: Frame,
    y: ArrayLike<Target> | undefined,
    options: LearnManyOptions | undefined,
    visit: ((row: Row, i: number) => void) | undefined,
  ): void {
    const [targets, more] = asked(this.supervised, y, options)
    checkFrame('Pipeline', frame)
    const weights = checkWeights('Pipeline', frame.length, more?.w)
    checkTargets(this.list, frame.length, targets, weights)
    const rows = this.rowsOf(frame)
    let twin: Pipeline | undefined
    const areKnown = this.knowsAll(rows)
    const learn = (model: Pipeline, row: Row, i: number) => {
      const isKnown = areKnown || model.knows(row)
      model.lesson.of(targets?.[i] as Target, weights ? weights[i] : 1, undefined)
      model.teach(row, false, isKnown)
      if (!isKnown && twin?.knows(row)) model.tryOut(row)
      model.commit()
    }
    try {
      if (this.unforeseeable) {
        const other = copy(this)
        for (let i = 0; i < frame.length; i++) learn(other, rows.read(i), i)
      } else twin = tryRows<Pipeline>(this, rows, frame.length, () => this.twin())
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
    for (let i = 0; i < frame.length; i++) {
      visit?.(rows.read(i), i)
      learn(this, rows.read(i), i)
    }
  }

  private answer<Answer>(x: Features, ask: (row: Row) => Answer): Answer {
    const row = this.door.peek(x)
    try {
      return ask(row)
    } finally {
      this.forget()
    }
  }

  private readEach(frame: Frame, visit: (row: Row, i: number) => void): void {
    const rows = this.rowsOf(frame)
    try {
      for (let i = 0; i < frame.length; i++) visit(rows.read(i), i)
    } finally {
      this.forget()
    }
  }

  /** One to try many rows out on: names that it learns are nobody's, and need no way back. */
  private twin(): Pipeline {
    const twin = new Pipeline()
    const { last } = this
    for (const step of this.list) if (step !== last) twin.list.push(copy(step))
    const stands = isTransformer(last) || last.mayRefuse
    const schema = { value: last.schema.copy() }
    twin.list.push(stands ? copy(last) : Object.create(last, { schema }))
    return twin
  }

  /** A row as it comes out of the transformers. */
  private transformed(row: Row): Row {
    if (!isTransformer(this.last)) return this.rowToPredict(row)
    this.transformRow(row, this.shown)
    return this.shown
  }

  /**
   * Where an event comes in. One that is a mere string becomes the feature that the first step
   * names as its `textFeature`.
   */
  private get door(): Reader {
    const { schema, takesCategories, takesNulls, textFeature } = this
    this.reader ??=
      this.ownDoor ?? new Reader('Pipeline', schema, takesCategories, takesNulls, textFeature)
    return this.reader
  }

  private rowsOf(frame: Frame): FrameReader {
    const { schema, takesCategories, takesNulls, door } = this
    return new FrameReader('Pipeline', frame, schema, door.row, takesCategories, takesNulls)
  }

  checkState(): void {
    const { names, list } = this
    const valid = names.length === list.length && names.every((name) => typeof name === 'string')
    if (!valid) throw new SnapshotError('a pipeline must have a name for each step')
    const steps = list.splice(0).map((step, i) => [names[i], step] as const)
    names.length = 0
    for (const step of steps) this.append(step)
  }
}
