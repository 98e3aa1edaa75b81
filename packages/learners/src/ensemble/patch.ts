import { type EstimatorLike, Link, type Row, type Schema, SnapshotError } from '@coelho/core'
import type { LabelCodes } from './label-codes.js'

/** A model that sees some features only: it has a schema of its own. */
export class Patch<Model extends EstimatorLike> {
  static readonly id = 'ensemble.Patch'
  static readonly state = ['model', 'names'] as const

  model: Model
  /** The features it sees; none: it sees all. */
  private names: string[] = []
  /** The codes of its labels, if it has any. */
  readonly codes: LabelCodes | undefined
  private readonly who: string
  private readonly from: Schema
  private link: Link | undefined

  constructor(who: string, from: Schema, model: Model, codes?: LabelCodes) {
    this.who = who
    this.from = from
    this.model = model
    this.codes = codes
  }

  /** From now on it sees these features only, in this order. */
  choose(features: Int32Array): void {
    const { from, model, who } = this
    this.names = Array.from(features, (feature) => from.name(feature))
    for (const feature of features) {
      const kind = from.isOpen(feature) ? undefined : from.kind(feature)
      model.schema.add(who, from.name(feature), kind)
    }
    model.schema.commit()
    this.link = undefined
  }

  /** The features it was told to see. */
  get features(): Int32Array {
    return Int32Array.from(this.names, (name) => this.from.find(name))
  }

  /** A row as the model sees it. */
  see(row: Row): Row {
    this.link ??= this.connect()
    return this.link.pass(row)
  }

  private connect(): Link {
    const { who, from, model, names } = this
    const { schema, takesCategories, takesNulls } = model
    const seen = new Set(names)
    const rename = (name: string) => (seen.has(name) ? name : undefined)
    const some = names.length > 0 ? rename : undefined
    return new Link(who, from, schema, takesCategories, takesNulls, some)
  }

  checkState(): void {
    this.link = undefined
    const { names, from } = this
    const known = names.every((name) => typeof name === 'string' && from.find(name) >= 0)
    if (!known || this.model.schema === from) {
      throw new SnapshotError('a patch must know which features it sees', names)
    }
  }
}
