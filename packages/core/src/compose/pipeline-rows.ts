import type {
  AnomalyDetectorLike,
  ClassifierLike,
  EstimatorLike,
  PredictorLike,
  Target,
} from '../base/estimator-like.js'
import type { FrameReader } from '../data/frame-reader.js'
import type { Label, Labels } from '../data/labels.js'
import type { Reader } from '../data/reader.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import { Chain, isTransformer, keepsValues, outputOf, schemasOf, takesNulls } from './chain.js'
import { Lesson, type Shortcut, type Sieve } from './stage.js'
import { noModel } from './steps.js'

/** What a pipeline gives to those that hold it: rows in, rows or answers out. */
export class PipelineRows {
  protected readonly list: EstimatorLike[] = []
  /** Whether steps that need no target learn when it predicts, and not when it learns. */
  protected eager = false
  private made: Chain | undefined
  protected readonly lesson: Lesson = new Lesson()
  private readonly out: Row = new Row()
  /** What the last step was given to transform. */
  private ahead: Row = this.out
  /** The schemas of the first step but the one events are read under. */
  private inside: readonly Schema[] | undefined

  get who(): string {
    return 'Pipeline'
  }

  get last(): EstimatorLike {
    const { list } = this
    if (list.length > 0) return list[list.length - 1]
    throw new InvalidInputError('Pipeline', 'a pipeline must have a step before it is used')
  }

  /** What it is: what its last step is. */
  get kind(): string {
    return this.last.kind
  }

  /** The schema events are read under: that of the first step. */
  get schema(): Schema {
    return this.list[0]?.schema
  }

  /** The names of what comes out of its transformers. */
  get outputSchema(): Schema {
    return outputOf(this.last)
  }

  /** The classes that its classifier has met. */
  get labels(): Labels {
    return this.model<ClassifierLike>('labels').labels
  }

  get takesCategories(): boolean {
    return this.first.takesCategories
  }

  /** Whether it matters to a step, or to what comes out, that a feature was given as null. */
  get takesNulls(): boolean {
    return takesNulls(this.list)
  }

  get textFeature(): string | undefined {
    return this.first.textFeature
  }

  /** A function that comes first is given events as they are. */
  get ownDoor(): Reader | undefined {
    return this.first.ownDoor
  }

  get held(): readonly EstimatorLike[] {
    return this.list
  }

  get supervised(): boolean {
    return this.chain.supervised
  }

  get mayRefuse(): boolean {
    return this.list.length > 1 || this.last.mayRefuse
  }

  get learns(): boolean {
    return this.list.some((step) => !isTransformer(step) || step.learns)
  }

  foretells(row: Row, out: Row): boolean {
    const { chain } = this
    return chain.foretells(row) && (!chain.end || chain.end.step.foretells(this.ahead, out))
  }

  get keepsValues(): boolean {
    return keepsValues(this.last)
  }

  get refusesValues(): boolean {
    return this.list.some((step) => isTransformer(step) && step.refusesValues === true)
  }

  get unforeseeable(): boolean {
    return this.chain.unforeseeable
  }

  checkTarget(y: unknown): void {
    for (const step of this.list) if (step.supervised) step.checkTarget(y)
  }

  /** Throws if a step cannot take the row: before any of them has learned from it. */
  admitRow(row: Row): void {
    if (!this.knows(row)) this.tryOut(row)
  }

  learnRow(row: Row, y: number, weight = 1): void {
    const { last } = this
    if (last.kind === 'classifier') {
      this.learnRowWith(row, (last as ClassifierLike).labels.taught(y) as Label, weight)
    } else if (last.kind === 'regressor') this.learnRowWith(row, y, weight)
    else this.learnRowWith(row, 0, y)
  }

  learnRowWith(row: Row, y: Target, weight: number, options?: object): void {
    this.lesson.of(y, weight, options)
    this.teach(row, false, false)
    this.commit()
  }

  /** Learns a row that was admitted; `resume`: it has just been transformed. */
  protected teach(row: Row, resume: boolean, isKnown: boolean): void {
    const { lesson, chain } = this
    const { end } = chain
    lesson.supervised = true
    lesson.unsupervised = !this.eager
    const at = chain.learn(row, lesson, resume)
    if (!at) return
    if (end) {
      if (isKnown) end.learnLast(at, lesson)
      else end.learnAndTransform(at, this.out, lesson)
    } else if (lesson.weight > 0) {
      const { last } = this
      last.learnRowWith(at, lesson.y, lesson.weight, lesson.options)
    }
  }

  /** A part of another learns a row that is known to pass. */
  study(row: Row, lesson: Lesson): void {
    const { chain } = this
    const at = chain.learn(row, lesson, false)
    if (at && chain.end) chain.end.learnLast(at, lesson)
  }

  /** A part of another pipeline learns with it. */
  follow(row: Row, out: Row, lesson: Lesson): void {
    const { end, supervised } = this.chain
    if (supervised) this.transformRow(row, out)
    const at = this.chain.learn(row, lesson, false)
    if (at && end) end.learnAndTransform(at, supervised ? this.out : out, lesson)
  }

  predictRow(row: Row): number {
    const at = this.rowToPredict(row)
    const predicted = this.model<ClassifierLike>('predictRow').predictRow(at)
    this.forgetInside()
    return predicted
  }

  scoreRow(row: Row, scores?: Float64Array): boolean | number {
    const at = this.rowToPredict(row)
    const score = scores
      ? this.model<ClassifierLike>('scoreRow').scoreRow(at, scores)
      : this.model<AnomalyDetectorLike>('scoreRow').scoreRow(at)
    this.forgetInside()
    return score
  }

  /** What `predictOne` says, for a row. */
  answerRow(row: Row, options?: object): unknown {
    const at = this.rowToPredict(row)
    const answer = this.model<PredictorLike>('answerRow').answerRow(at, options)
    this.forgetInside()
    return answer
  }

  probabilities(row: Row): Map<Label, number> {
    const at = this.rowToPredict(row)
    const answer = this.model<ClassifierLike>('probabilities').probabilities(at)
    this.forgetInside()
    return answer
  }

  predictThenLearnRow(row: Row, y: number, weight: number): number {
    const predicted = this.predictRow(row)
    this.learnRow(row, y, weight)
    return predicted
  }

  /** What comes out of the transformers. */
  transformRow(row: Row, out: Row): void {
    const { chain } = this
    if (this.eager) this.ahead = this.learnBeforehand(row, out)
    else if (chain.end) {
      this.ahead = chain.transform(row)
      chain.end.step.transformRow(this.ahead, out)
    }
  }

  /** What the last step is given for a row to predict. */
  protected rowToPredict(row: Row): Row {
    return this.eager ? this.learnBeforehand(row, this.out) : this.chain.transform(row)
  }

  /** River's `learn_during_predict`: what needs no target learns now. */
  private learnBeforehand(row: Row, out: Row): Row {
    const lesson = this.lesson.of(0, 1, undefined)
    this.admitRow(row)
    lesson.supervised = false
    lesson.unsupervised = true
    const at = this.chain.learn(row, lesson, false) as Row
    this.chain.end?.learnAndTransform(at, out, lesson)
    this.commit()
    return at
  }

  /** True if rows like it are known to pass: there is nothing to try out. */
  knows(row: Row): boolean {
    const { chain } = this
    return !chain.endRefuses && chain.passed.knows(row)
  }

  /** True if all rows of a frame are known to pass. */
  knowsAll(rows: FrameReader): boolean {
    const { chain } = this
    return !chain.endRefuses && chain.passed.knowsAll(rows)
  }

  /** Its last step, if those before it only leave features out. */
  shortcut(): Shortcut | undefined {
    const { last, list } = this
    const sieves = list.slice(0, -1) as readonly (EstimatorLike & Partial<Sieve>)[]
    if (this.eager || !isTransformer(last) || !sieves.every((step) => step.keeps)) return undefined
    return { end: last, keeps: (name) => sieves.every((step) => step.keeps?.(name)) }
  }

  /** Throws if a step refuses the row; true if the row was transformed for it. */
  protected tryOut(row: Row): boolean {
    const { chain, last } = this
    const { unforeseeable } = chain
    const end = unforeseeable ? chain.rehearse(row, this.lesson) : chain.transform(row, true)
    if (!end) return false // a filter stops it
    this.ahead = end
    chain.end?.step.transformRow(end, this.out)
    last.admitRow(end)
    if (unforeseeable) return false
    if (!chain.endRefuses && this.foretells(row, this.out)) chain.passed.add(row, this.schema)
    return true
  }

  /** The last step, which must have what is asked for. */
  protected model<T>(asked: string): T {
    const { last } = this
    if (asked in last && !isTransformer(last)) return last as unknown as T
    throw noModel()
  }

  protected get first(): EstimatorLike {
    return this.last && this.list[0]
  }

  protected get chain(): Chain {
    this.made ??= new Chain(this.last && this.list)
    return this.made
  }

  commit(): void {
    for (let i = 0; i < this.list.length; i++) this.list[i].commit()
  }

  /** Takes back the names that a prediction brought. */
  forget(): void {
    for (let i = 0; i < this.list.length; i++) this.list[i].forget()
  }

  /** The names of the first step are taken back by who read the event. */
  protected forgetInside(): void {
    this.inside ??= schemasOf([this.first]).filter((schema) => schema !== this.schema)
    for (let i = 0; i < this.inside.length; i++) {
      if (this.inside[i].provisional) this.inside[i].rollback()
    }
    for (let i = 1; i < this.list.length; i++) this.list[i].forget()
  }
}
