import { Classifier } from '../base/classifier.js'
import { Transformer } from '../base/transformer.js'
import type { LearnOptions } from '../base/weights.js'
import type { Frame } from '../data/frame.js'
import { checkFrame, FrameReader } from '../data/frame-reader.js'
import type { Label, Labels } from '../data/labels.js'
import { Link } from '../data/link.js'
import { Reader } from '../data/reader.js'
import { Row } from '../data/row.js'
import type { Features, Schema } from '../data/schema.js'
import { CoelhoError, InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'

/** A step of a pipeline: an estimator, or one with a name of its own. */
export type Step = Transformer | Classifier
export type NamedStep = readonly [name: string, step: Step]

/**
 * Steps one behind the other: each transformer hands its events on, the last step learns from
 * them. An event is read once, and rows of numbers go from step to step.
 *
 * @example
 * const scaler = new preprocessing.StandardScaler()
 * const model = new compose.Pipeline(scaler, new naiveBayes.GaussianNB())
 * model.learnOne({ height: 110 }, 'child')
 * model.learnOne({ height: 175 }, 'adult')
 * model.predictOne({ height: 112 }) // => 'child'
 */
export class Pipeline {
  static readonly id = 'compose.Pipeline'
  static readonly state = ['names', 'list'] as const

  private readonly names: string[] = []
  private readonly list: Step[] = []
  /** What leads from each step to the next; made when first used. */
  private links: Link[] = []
  private rows: Row[] = []
  private reader: Reader | undefined
  /** The stamp of rows that all steps are known to take. */
  private tried = 0

  constructor(...steps: readonly (Step | NamedStep)[]) {
    for (const step of steps) this.append(step)
  }

  private append(given: Step | NamedStep): void {
    const [name, step] = isNamed(given) ? given : [undefined, given]
    if (!(step instanceof Transformer) && !(step instanceof Classifier)) {
      throw new InvalidOptionError('Pipeline', 'steps', 'must be transformers and one model', step)
    }
    const before = this.list.at(-1)
    if (before && !(before instanceof Transformer)) {
      const expected = `must end with the model ${before.who}`
      throw new InvalidOptionError('Pipeline', 'steps', expected, step)
    }
    if (typeof (name ?? '') !== 'string') {
      throw new InvalidOptionError('Pipeline', 'steps', 'must have strings as their names', name)
    }
    this.names.push(this.freeName(name ?? step.who))
    this.list.push(step)
  }

  private freeName(name: string): string {
    let free = name
    for (let n = 1; this.names.includes(free); n++) free = `${name}${n}`
    return free
  }

  /** The steps by name. */
  get steps(): Map<string, Step> {
    return new Map(this.names.map((name, i) => [name, this.list[i]]))
  }

  /** A step by its name or its place. */
  get(key: string | number): Step | undefined {
    return typeof key === 'number' ? this.list.at(key) : this.steps.get(key)
  }

  get length(): number {
    return this.list.length
  }

  get who(): string {
    return 'Pipeline'
  }

  /** The schema events are read under: that of the first step. */
  get schema(): Schema {
    return this.list[0].schema
  }

  get takesCategories(): boolean {
    return this.list.every((step) => step.takesCategories)
  }

  learnOne(x: Features, y?: Label, options?: LearnOptions): void {
    const { last } = this
    if (last instanceof Classifier) last.checkEvent(y as Label, options)
    this.admit(() => this.tryOut(this.door.peek(x)))
    const row = this.learnUpTo(this.door.row)
    if (last instanceof Classifier) last.learnChecked(row, y as Label, options)
    else last.learnRow(row, 1)
    this.commit()
  }

  predictOne(x: Features): Label | undefined {
    const model = this.classifier
    try {
      return model.labels.at(model.predictRow(this.transformUpTo(this.door.peek(x))))
    } finally {
      this.forget()
    }
  }

  predictProbaOne(x: Features): Map<Label, number> {
    const model = this.classifier
    try {
      return model.probabilities(this.transformUpTo(this.door.peek(x)))
    } finally {
      this.forget()
    }
  }

  /** What comes out of the transformers; the model, if there is one, is left out. */
  transformOne(x: Features): Record<string, number | string> {
    const { last } = this
    try {
      const row = this.transformUpTo(this.door.peek(x))
      if (last instanceof Transformer) return last.transformToObject(row)
      const schema = last.schema
      return Object.fromEntries(
        Array.from(row.indices.subarray(0, row.count), (feature) => [
          schema.name(feature),
          schema.category(feature, row.values[feature]) ?? row.values[feature],
        ]),
      )
    } finally {
      this.forget()
    }
  }

  learnMany(frame: Frame, y: ArrayLike<Label>): void {
    this.eachRow(frame, y, (row, label) => this.learnLast(row, label))
  }

  predictThenLearnMany(frame: Frame, y: ArrayLike<Label>): (Label | undefined)[] {
    const predictions: (Label | undefined)[] = []
    const model = this.classifier
    this.eachRow(frame, y, (row, label) => {
      // The row learned from differs from the one predicted: the transformers learn between.
      predictions.push(model.labels.at(model.predictRow(this.transformUpTo(row))))
      this.forget()
      this.learnLast(row, label)
    })
    return predictions
  }

  predictMany(frame: Frame): (Label | undefined)[] {
    const model = this.classifier
    const rows = this.rowsOf(frame)
    try {
      return Array.from({ length: frame.length }, (_, i) =>
        model.labels.at(model.predictRow(this.transformUpTo(rows.read(i)))),
      )
    } finally {
      this.forget()
    }
  }

  /** A pipeline of fresh steps with the same options. */
  clone(): Pipeline {
    return new Pipeline(...this.list.map((step, i) => [this.names[i], step.clone()] as const))
  }

  toString(): string {
    return `Pipeline(${this.list.map(String).join(', ')})`
  }

  private eachRow(
    frame: Frame,
    y: ArrayLike<Label>,
    visit: (row: Row, label: Label) => void,
  ): void {
    const labels: Labels = this.classifier.labels
    checkFrame('Pipeline', frame)
    if (y?.length !== frame.length) {
      throw new InvalidInputError('Pipeline', `${frame.length} rows need as many labels`, y?.length)
    }
    labels.checkAll('Pipeline', y)
    const rows = this.rowsOf(frame)
    this.admit(() => {
      for (let i = 0; i < frame.length; i++) this.tryOut(rows.read(i))
    })
    for (let i = 0; i < frame.length; i++) visit(rows.read(i), y[i])
  }

  private learnLast(row: Row, label: Label): void {
    this.classifier.learnChecked(this.learnUpTo(row), label, undefined)
    this.commit()
  }

  private get last(): Step {
    const last = this.list.at(-1)
    if (last) return last
    throw new InvalidInputError('Pipeline', 'a pipeline must have a step before it is used')
  }

  private get classifier(): Classifier {
    if (this.last instanceof Classifier) return this.last
    throw new CoelhoError('Pipeline: to predict, its last step must be a model.', {
      who: 'Pipeline',
      expected: 'its last step must be a model',
    })
  }

  private get door(): Reader {
    this.reader ??= new Reader('Pipeline', this.last && this.schema, this.takesCategories)
    return this.reader
  }

  private rowsOf(frame: Frame): FrameReader {
    return new FrameReader('Pipeline', frame, this.schema, this.door.row, this.takesCategories)
  }

  /** Each transformer but the last step learns the row and hands its transform on. */
  private learnUpTo(row: Row): Row {
    return this.flow(row, true)
  }

  private transformUpTo(row: Row): Row {
    return this.flow(row, false)
  }

  /** Throws if a step further on cannot take the row: before any step has learned from it. */
  private tryOut(row: Row): void {
    if (row.stamp !== 0 && row.stamp === this.tried) return
    this.transformUpTo(row)
    this.tried = row.stamp
  }

  /** Keeps the names that are met while rows are tried out, or none of them. */
  private admit(tryOut: () => void): void {
    try {
      tryOut()
    } catch (error) {
      this.forget()
      throw error
    }
    this.commit()
  }

  private flow(row: Row, learn: boolean): Row {
    if (this.links.length === 0) this.connect()
    let at = row
    for (let i = 0; i + 1 < this.list.length; i++) {
      const step = this.list[i] as Transformer
      const out = this.rows[i]
      if (learn) step.learnRow(at, 1)
      step.transformRow(at, out)
      at = this.links[i].pass(out)
    }
    return at
  }

  private connect(): void {
    for (let i = 0; i + 1 < this.list.length; i++) {
      const next = this.list[i + 1]
      const from = (this.list[i] as Transformer).outputSchema
      this.links.push(new Link(next.who, from, next.schema, next.takesCategories))
      this.rows.push(new Row())
    }
  }

  private get schemas(): Schema[] {
    return this.list.flatMap((step) =>
      step instanceof Transformer ? [step.schema, step.outputSchema] : [step.schema],
    )
  }

  private commit(): void {
    for (const step of this.list) step.schema.commit()
  }

  /** Takes back the names that a prediction brought. */
  forget(): void {
    for (const schema of this.schemas) if (schema.provisional) schema.rollback()
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

function isNamed(step: Step | NamedStep): step is NamedStep {
  return Array.isArray(step)
}
