import type { Verdict } from '../base/classifier.js'
import type {
  ClassifierLike,
  EstimatorLike,
  PredictorLike,
  Target,
} from '../base/estimator-like.js'
import { checkWeight, type LearnOptions } from '../base/weights.js'
import type { Label } from '../data/labels.js'
import { ObjectWriter } from '../data/object-writer.js'
import type { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'
import type { Rules } from '../options/rules.js'
import { keepsValues } from './chain.js'
import { asked } from './many.js'
import { PipelineFrames } from './pipeline-frames.js'
import type { DebugOptions } from './pipeline-types.js'
import { debugText } from './show/debug.js'
import { toDot } from './show/dot.js'
import { toMermaid } from './show/mermaid.js'
import { freeName, isBuild, stepOf, takeOut } from './steps.js'
import { TransformerUnion } from './transformer-union.js'

/** What `Pipeline` is when it runs: one class for all kinds. */
export class Pipeline extends PipelineFrames {
  static readonly id = 'compose.Pipeline'
  static readonly rules: Rules<object> = {}
  static readonly state = ['names', 'list', 'eager'] as const

  readonly options: object = {}

  private readonly names: string[] = []
  private writer: ObjectWriter | undefined

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
    const row = this.door.peek(x)
    if (this.eager || !this.knows(row)) return this.answer(row, () => this.answerRow(row, options))
    // It brings no names that are to be taken back.
    return this.model<PredictorLike>('answerRow').answerRow(this.rowToPredict(row), options)
  }

  predictProbaOne(x: Features): Map<Label, number> {
    return this.answer(this.door.peek(x), (row) => this.probabilities(row))
  }

  judgeOne(x: Features): Verdict {
    return this.answer(this.door.peek(x), (row) => this.judgeRow(row))
  }

  judgeRow(row: Row): Verdict {
    const verdict = this.model<ClassifierLike>('judgeRow').judgeRow(this.rowToPredict(row))
    this.forgetInside()
    return verdict
  }

  scoreOne(x: Features): number {
    return this.answer(this.door.peek(x), (row) => this.scoreRow(row) as number)
  }

  /** What comes out of the transformers; the model, if there is one, is left out. */
  transformOne(x: Features): Record<string, FeatureValue> {
    this.writer ??= new ObjectWriter(this.outputSchema, keepsValues(this.last))
    const { writer } = this
    return this.answer(this.door.peek(x), (row) => writer.write(this.transformed(row)))
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

  private answer<Answer>(row: Row, ask: (row: Row) => Answer): Answer {
    try {
      return ask(row)
    } finally {
      this.forget()
    }
  }

  checkState(): void {
    const expected = 'a pipeline must have a name for each step'
    for (const step of takeOut(this.names, this.list, expected)) this.append(step)
  }
}
