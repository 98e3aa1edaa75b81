import { Estimator } from '../base/estimator.js'
import type { EstimatorLike, Target, TransformerLike } from '../base/estimator-like.js'
import { commitOutput, forgetOutput, Outlet } from '../base/outlet.js'
import { type Block, WIDEST_BLOCK } from '../data/block.js'
import type { Frame } from '../data/frame.js'
import { checkFrame, type FrameReader } from '../data/frame-reader.js'
import { Row } from '../data/row.js'
import type { Features, FeatureValue, Schema } from '../data/schema.js'
import { copy } from '../snapshot/copy.js'
import { Branches } from './branches.js'
import { schemasOf } from './chain.js'
import { admitRows, checkTargets, deriveInBlocks, handOn } from './many.js'
import { Passed } from './passed.js'
import type { NamedStep, TransformerStep } from './pipeline-types.js'
import { Lesson } from './stage.js'
import { freeName, isBuild, partOf, takeOut } from './steps.js'

/**
 * Transformers side by side: each is given the event, and what comes out of them is put
 * together. Where two give a feature of the same name, the first one's value counts.
 *
 * A transformer may be a pipeline of transformers, or a function. A union in a union becomes
 * part of it.
 *
 * @example
 * const union = new compose.TransformerUnion(
 *   new preprocessing.StandardScaler(),
 *   new compose.Pipeline(new compose.Select('a'), new compose.Prefixer({ prefix: 'raw_' })),
 * )
 * for (const a of [10, 12, 14]) union.learnOne({ a })
 * union.transformOne({ a: 12 }) // => { raw_a: 12, a: 0 }
 */
export class TransformerUnion extends Estimator {
  static override readonly id: string = 'compose.TransformerUnion'
  static override readonly state: readonly string[] = ['names', 'list', 'output']

  private readonly names: string[] = []
  private readonly list: TransformerLike[] = []
  protected readonly output: Schema = this.schema.fresh()
  private made: Branches | undefined
  private passing: Passed | undefined
  private outlet: Outlet | undefined
  private readonly lesson: Lesson = new Lesson()
  private readonly spare: Row = new Row()
  private isKnown = false // what was transformed last

  constructor(...transformers: readonly (TransformerStep | NamedStep)[]) {
    super(isBuild(transformers) ? (transformers[0] as object) : {})
    for (const given of isBuild(transformers) ? [] : transformers) this.append(given)
  }

  private append(given: unknown): void {
    if (given instanceof TransformerUnion && given.constructor === this.constructor) {
      for (const part of given.list) this.append(part)
      return
    }
    const { name, step } = partOf(given, this.who, this.list)
    this.names.push(freeName(name, this.names))
    this.list.push(step)
  }

  /** The transformers by name. */
  get transformers(): Map<string, TransformerLike> {
    return new Map(this.names.map((name, i) => [name, this.list[i]]))
  }

  /** A transformer by its name or its place. */
  get(key: string | number): TransformerLike | undefined {
    return typeof key === 'number' ? this.list.at(key) : this.transformers.get(key)
  }

  get length(): number {
    return this.list.length
  }

  get kind(): 'transformer' {
    return 'transformer'
  }

  get outputSchema(): Schema {
    return this.output
  }

  get keepsValues(): true {
    return true
  }

  override get held(): readonly EstimatorLike[] {
    return this.list
  }

  override get takesCategories(): boolean {
    return this.list.some((step) => step.takesCategories)
  }

  override get takesNulls(): boolean {
    return this.list.some((step) => step.takesNulls)
  }

  override get textFeature(): string | undefined {
    return this.list.find((step) => step.textFeature !== undefined)?.textFeature
  }

  override get passesOver(): ((name: string) => boolean) | undefined {
    const all = this.list.map((step) => step.passesOver)
    return all.every((one) => one) ? (name) => all.every((one) => one?.(name)) : undefined
  }

  override get supervised(): boolean {
    return this.branches.supervised
  }

  get learns(): boolean {
    return this.list.some((step) => step.learns)
  }

  override get mayRefuse(): boolean {
    return true
  }

  get refusesValues(): boolean {
    return this.list.some((step) => step.refusesValues === true)
  }

  get unforeseeable(): boolean {
    return this.list.some((step) => step.unforeseeable === true)
  }

  override checkTarget(y: unknown): void {
    if (this.supervised) for (const step of this.list) if (step.supervised) step.checkTarget(y)
  }

  override admitRow(row: Row): void {
    if (this.knows(row)) return
    this.combine(this.branches.transform(row), this.spare)
    if (this.foretells(row, this.spare)) this.passed.add(row, this.schema)
  }

  /** True if rows like it are known to pass: there is nothing to try out. */
  knows(row: Row): boolean {
    return this.passed.knows(row)
  }

  knowsAll(rows: FrameReader): boolean {
    return this.passed.knowsAll(rows)
  }

  leading(block: Block): number {
    return this.passed.leading(block)
  }

  get takesBlocks(): boolean {
    return this.branches.takesBlocks && this.output.size <= WIDEST_BLOCK
  }

  learnOne(x: Features, y?: Target, options?: object): void {
    this.checkTarget(y)
    const row = this.door.peek(x)
    try {
      if (this.knows(row)) {
        this.study(row, this.lesson.of(y as Target, 1, options))
        this.passed.commit()
      } else {
        this.admitRow(row)
        this.learnAdmitted(row, y as Target, options)
      }
    } catch (error) {
      this.forget()
      throw error
    }
  }

  /** The same as `learnOne` for each row, without objects. */
  learnMany(frame: Frame, y?: ArrayLike<Target>, options?: object): void {
    checkFrame(this.who, frame)
    checkTargets(this.who, this.list, frame.length, y)
    const rows = this.rowsOf(frame)
    const twin = admitRows<TransformerUnion>(this, rows, () => copy(this))
    handOn(rows, this.takesBlocks && options === undefined, {
      leading: (block) => this.leading(block),
      takeBlock: (block) => this.learnBlock(block),
      takeRow: (row, i) => {
        const target = y?.[i] as Target
        if (this.knows(row)) this.study(row, this.lesson.of(target, 1, options))
        else this.learnAdmitted(row, target, options, twin)
      },
    })
    this.commit()
  }

  /** `twin`: if it knows a row, this will know it too once it has learned it. */
  private learnAdmitted(row: Row, y: Target, options?: object, twin?: TransformerUnion): void {
    this.follow(row, this.spare, this.lesson.of(y, 1, options))
    this.commit()
    if (twin?.knows(row)) this.admitRow(row)
  }

  learnRow(row: Row, _weight: number): void {
    this.learnRowWith(row, 0, 1)
  }

  learnRowWith(row: Row, y: Target, _weight: number, options?: object): void {
    this.branches.follow(row, this.lesson.of(y, 1, options))
  }

  /** Learns a row that is known to pass: nothing need come out of it. */
  study(row: Row, lesson: Lesson): void {
    this.branches.study(row, lesson)
  }

  follow(row: Row, out: Row, lesson: Lesson): void {
    this.combine(this.branches.follow(row, lesson), out)
  }

  transformRow(row: Row, out: Row): void {
    const { branches } = this
    this.isKnown = this.knows(row)
    this.combine(this.isKnown ? branches.transformKnown(row) : branches.transform(row), out)
  }

  learnBlock(block: Block, out?: Block): void {
    const lesson = this.lesson.of(0, 1, undefined)
    if (out) this.branches.joinBlocks(this.branches.followBlock(block, lesson), out)
    else this.branches.studyBlock(block, lesson)
  }

  transformBlock(block: Block, out: Block): void {
    this.branches.joinBlocks(this.branches.transformBlock(block), out)
  }

  foretells(row: Row, out: Row): boolean {
    return row.stamp !== 0 && out.stamp !== 0 && this.branches.foretells()
  }

  transformOne(x: Features): Record<string, FeatureValue> {
    const row = this.door.peek(x)
    this.outlet ??= new Outlet(this)
    this.isKnown = false
    try {
      return this.outlet.toObject(row)
    } finally {
      if (!this.isKnown) this.forget()
    }
  }

  /** Transforms each row of a frame. */
  transformMany(frame: Frame): Frame {
    const rows = this.rowsOf(frame)
    try {
      if (this.takesBlocks && this.knowsAll(rows)) return deriveInBlocks(frame, rows, this)
      return new Outlet(this).toFrame(frame, rows)
    } finally {
      this.forget()
    }
  }

  override commit(): void {
    super.commit()
    commitOutput(this)
  }

  override forget(): void {
    super.forget()
    forgetOutput(this)
  }

  /** The rows that are known to pass. */
  private get passed(): Passed {
    this.passing ??= new Passed(schemasOf([this]))
    return this.passing
  }

  protected get branches(): Branches {
    this.made ??= new Branches(this.who, this.schema, this.list, this.output)
    return this.made
  }

  /** Puts together what came out of the parts. */
  protected combine(parts: readonly Row[], out: Row): void {
    this.branches.join(parts, out)
  }

  override clone(schema: Schema = this.schema.fresh()): this {
    const clone = new (this.constructor as new (given: object) => this)({ schema })
    this.list.forEach((step, i) => {
      clone.append([this.names[i], step.clone()])
    })
    return clone
  }

  override toString(): string {
    return `${this.who}(${this.list.map(String).join(', ')})`
  }

  checkState(): void {
    const expected = 'a union must have a name for each transformer'
    for (const step of takeOut(this.names, this.list, expected)) this.append(step)
  }
}
