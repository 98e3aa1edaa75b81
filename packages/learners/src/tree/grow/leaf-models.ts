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

/** The models in the leaves of a regression tree, by number. */
export class LeafModels {
  static readonly id = 'tree.LeafModels'
  static readonly state = ['list'] as const

  readonly list: (RegressorLike | null)[] = []
  private readonly first: RegressorLike | null
  private readonly schema: Schema
  /** True if models have names of their own to keep or to take back, as pipelines do. */
  private readonly hasNames: boolean
  /** Without its categories the row in hand, for models that take numbers only. */
  private readonly numbers: Row = new Row()

  constructor(who: string, first: RegressorLike | null, schema: Schema) {
    if (first) requireKind(who, 'leafModel', first, 'regressor')
    if (first && first.schema.size > 0) {
      const expected = 'must have learned nothing yet: each leaf begins with one like it'
      throw new InvalidOptionError(who, 'leafModel', expected, first)
    }
    this.first = first
    this.schema = schema
    this.hasNames = first !== null && !(first instanceof Estimator && first.held.length === 0)
  }

  /** True if leaves have models. */
  get wanted(): boolean {
    return this.first !== null
  }

  /** The number of a fresh model, or of one that has learned what `like` has. */
  add(like = -1): number {
    const { first, list, schema } = this
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
    if (number >= 0) this.list[number] = null
  }

  learn(number: number, row: Row, y: number, weight: number): void {
    const model = this.list[number]
    model?.learnRow(this.fit(row), y, weight)
    if (this.hasNames) model?.commit()
  }

  predict(number: number, row: Row): number {
    const model = this.list[number]
    const predicted = model?.predictRow(this.fit(row)) ?? 0
    if (this.hasNames) model?.forget()
    return predicted
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
    if (this.first?.takesCategories) return row
    let plain = true
    for (let k = 0; plain && k < row.count; k++) plain = schema.kind(row.indices[k]) === 'number'
    if (plain) return row
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
    const { list, first, schema } = this
    const kind = Object(first).constructor
    const known = list.every(
      (model) => model === null || (model.constructor === kind && model.schema === schema),
    )
    if (!known) throw new SnapshotError('the leaves of a tree must have models of one kind')
  }
}
