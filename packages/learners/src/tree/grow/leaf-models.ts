import {
  Estimator,
  InvalidOptionError,
  type RegressorLike,
  Row,
  requireKind,
  type Schema,
  SnapshotError,
  snapshot,
} from '@coelho/core'
import { LeafLines, paceOf } from './leaf-lines.js'

/** The models in the leaves of a regression tree, by number. */
export class LeafModels {
  static readonly id = 'tree.LeafModels'
  static readonly state = ['list', 'lines'] as const
  static readonly parts: readonly unknown[] = [LeafLines]

  readonly list: (RegressorLike | null)[] = []
  /** Instead of the list, where all are plain linear regressions. */
  private readonly lines: LeafLines | null
  private readonly first: RegressorLike | null
  private readonly schema: Schema
  /** True if models have names of their own to keep or to take back, as pipelines do. */
  private readonly hasNames: boolean
  private readonly isPipeline: boolean
  /** Without its categories the row in hand, for models that take numbers only. */
  private readonly numbers: Row = new Row()
  /** Rows with this stamp have numbers only. */
  private plainStamp = 0

  constructor(who: string, first: RegressorLike | null, schema: Schema, option = 'leafModel') {
    if (first) requireKind(who, option, first, 'regressor')
    if (first && first.schema.size > 0) {
      const expected = 'must have learned nothing yet: each leaf begins with one like it'
      throw new InvalidOptionError(who, option, expected, first)
    }
    const pace = first ? paceOf(first) : undefined
    this.lines = pace ? new LeafLines(pace) : null
    this.first = first
    this.schema = schema
    this.isPipeline = first !== null && !(first instanceof Estimator)
    this.hasNames = first !== null && !(first instanceof Estimator && first.held.length === 0)
  }

  /** True if leaves have models. */
  get wanted(): boolean {
    return this.first !== null
  }

  /** The number of a fresh model, or of one that has learned what `like` has. */
  add(like = -1): number {
    const { first, list, schema, lines } = this
    if (lines) return lines.add(like)
    if (!first) return -1
    const learned = list[like]
    const model = learned ? snapshot.copy(learned, [[schema, schema]]) : first.clone(schema)
    const free = list.indexOf(null)
    if (free < 0) return list.push(model) - 1
    list[free] = model
    return free
  }

  /** The model is no longer needed. */
  remove(number: number): void {
    if (number < 0) return
    if (this.lines) this.lines.remove(number)
    else this.list[number] = null
  }

  /** True if there is a model of this number. */
  has(number: number): boolean {
    return this.lines ? this.lines.has(number) : !!this.list[number]
  }

  /** `answer`: what the model predicts for the row, if it was asked just now. */
  learn(number: number, row: Row, y: number, weight: number, answer?: number): void {
    if (this.lines) {
      this.lines.learn(number, this.fit(row), y, weight, answer)
      return
    }
    const model = this.list[number]
    const fit = this.fit(row)
    let left = weight
    // River: pipelines take no weights, and learn an event the more often instead.
    for (; this.isPipeline && left > 1; left--) model?.learnRow(fit, y, 1)
    model?.learnRow(fit, y, left)
    if (this.hasNames) model?.commit()
  }

  predict(number: number, row: Row): number {
    if (this.lines) return this.lines.predict(number, this.fit(row))
    // Names that the row brought are not taken back here: the next model is asked about it too.
    return this.list[number]?.predictRow(this.fit(row)) ?? 0
  }

  /** True if a model may refuse a row. */
  get mayRefuse(): boolean {
    return this.first?.mayRefuse ?? false
  }

  /** Throws if a model would refuse the row. */
  admit(number: number, row: Row): void {
    this.list[number]?.admitRow(this.fit(row))
  }

  /** The row as the models take it. */
  private fit(row: Row): Row {
    const { schema } = this
    if (row.stamp !== 0 && row.stamp === this.plainStamp) return row
    if (this.first?.takesCategories) return row
    let plain = true
    for (let k = 0; plain && k < row.count; k++) plain = schema.kind(row.indices[k]) === 'number'
    if (plain) {
      this.plainStamp = row.stamp
      return row
    }
    const { numbers } = this
    numbers.clear()
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      if (schema.kind(feature) === 'number') numbers.put(feature, row.values[feature])
    }
    numbers.seal(row.width)
    return numbers
  }

  checkState(): void {
    const { list, first, schema, lines } = this
    const kind = Object(first).constructor
    const known = list.every(
      (model) => model === null || (model.constructor === kind && model.schema === schema),
    )
    if (!known || (lines && list.length > 0))
      throw new SnapshotError('the leaves of a tree must have models of one kind')
  }
}
