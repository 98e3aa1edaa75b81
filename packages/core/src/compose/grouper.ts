import type { Given } from '../base/estimator.js'
import type { EstimatorLike, Target, TransformerLike } from '../base/estimator-like.js'
import { requireKind, underSchemaOf } from '../base/models.js'
import { Transformer } from '../base/transformer.js'
import { Link } from '../data/link.js'
import { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidOptionError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { copy } from '../snapshot/copy.js'
import { keepsValues } from './chain.js'

export interface GrouperOptions {
  /** What each group has for itself: a transformer, or a pipeline of transformers. */
  readonly transformer: TransformerLike
  /** The feature, or the features, by which events are grouped. */
  readonly by: string | readonly string[]
}

/** One group: its transformer, and what leads from it to what comes out of the whole. */
interface Group {
  readonly step: TransformerLike
  readonly link: Link
}

/**
 * A transformer for each group of events: events of one group are transformed by what was
 * learned from that group. Events without one of the features by which they are grouped are a
 * group too; a group that was never learned is transformed as if nothing had been.
 *
 * @example
 * const scaler = new compose.Pipeline(
 *   new compose.Select('price'),
 *   new preprocessing.StandardScaler(),
 * )
 * const perCity = new compose.Grouper({ transformer: scaler, by: 'city' })
 * for (const price of [10, 12, 14]) perCity.learnOne({ city: 'Porto', price })
 * for (const price of [20, 22, 24]) perCity.learnOne({ city: 'Faro', price })
 * perCity.transformOne({ city: 'Faro', price: 22 }) // => { price: 0 }
 */
export class Grouper extends Transformer<GrouperOptions> {
  static override readonly id = 'compose.Grouper'
  static override readonly rules: Rules<GrouperOptions> = {
    transformer: { kind: 'object' },
    by: { kind: 'any' },
  }
  static override readonly state = ['keys', 'list', 'output'] as const

  private readonly keys: string[] = []
  private readonly list: TransformerLike[] = []
  private readonly output: Schema = this.schema.fresh()
  private readonly by: readonly string[]
  private readonly groups: Map<string, Group> = new Map()
  /** Stands for all groups that have learned nothing, and never learns. */
  private blank: Group | undefined
  /** The groups whose names are to be kept or taken back. */
  private readonly touched: Set<TransformerLike> = new Set()
  private readonly made: Row = new Row()
  private readonly tried: Row = new Row()

  constructor(given: Given<GrouperOptions>) {
    super(underSchemaOf(new.target, given, given?.transformer))
    const { transformer, by } = this.options
    requireKind(this.who, 'transformer', transformer, 'transformer')
    this.by = typeof by === 'string' ? [by] : Array.isArray(by) ? [...by] : []
    if (this.by.length > 0 && this.by.every((name) => typeof name === 'string')) return
    throw new InvalidOptionError(this.who, 'by', 'must be a name or a list of names', by)
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return this.options.transformer.takesNulls
  }

  override get supervised(): boolean {
    return this.options.transformer.supervised
  }

  override get mayRefuse(): boolean {
    return true
  }

  get refusesValues(): boolean {
    return this.options.transformer.refusesValues === true
  }

  get unforeseeable(): boolean {
    return this.options.transformer.unforeseeable === true
  }

  override foretells(row: Row, _out: Row): boolean {
    return row !== row // the group decides, and with it what it has learned
  }

  override checkTarget(y: unknown): void {
    this.options.transformer.checkTarget(y)
  }

  /** What comes out is met on the way: learning keeps its names. */
  override admitRow(row: Row): void {
    this.transformRow(row, this.tried)
  }

  learnRow(row: Row, weight: number): void {
    this.learnRowWith(row, 0, weight)
  }

  override learnRowWith(row: Row, y: Target, weight: number, options?: object): void {
    const key = this.keyOf(row)
    const group = this.groups.get(key) ?? this.addGroup(key)
    this.touched.add(group.step)
    group.step.learnRowWith(row, y, weight, options)
  }

  transformRow(row: Row, out: Row): void {
    this.blank ??= this.group(this.options.transformer)
    const group = this.groups.get(this.keyOf(row)) ?? this.blank
    this.touched.add(group.step)
    group.step.transformRow(row, this.made)
    group.link.into(this.made, out)
  }

  /** River: the values as text. A separator keeps 'a' and 'b_c' apart from 'a_b' and 'c'. */
  private keyOf(row: Row): string {
    const { schema, by } = this
    let key = ''
    for (let i = 0; i < by.length; i++) {
      const feature = schema.find(by[i])
      const value = feature >= 0 && feature < row.values.length ? row.values[feature] : NaN
      const plain = value === value ? (schema.category(feature, value) ?? value) : ''
      key += `${i === 0 ? '' : '\u0000'}${plain}`
    }
    return key
  }

  private addGroup(key: string): Group {
    const group = this.group(copy(this.options.transformer, [[this.schema, this.schema]]))
    this.keys.push(key)
    this.list.push(group.step)
    this.groups.set(key, group)
    return group
  }

  private group(step: TransformerLike): Group {
    const keeps = keepsValues(step)
    const { who, output } = this
    const link = new Link(who, step.outputSchema, output, true, true, (name) => name, keeps)
    return { step, link }
  }

  /** The transformers by the values that make up their group. */
  get transformers(): Map<string, TransformerLike> {
    return new Map(this.keys.map((key, i) => [key.replaceAll('\u0000', '_'), this.list[i]]))
  }

  override commit(): void {
    super.commit()
    for (const step of this.touched) step.commit()
    this.touched.clear()
  }

  override forget(): void {
    super.forget()
    for (const step of this.touched) step.forget()
    this.touched.clear()
  }

  checkState(): void {
    const { keys, list, schema } = this
    const known = new Set(keys)
    const valid =
      keys.length === list.length &&
      known.size === keys.length &&
      keys.every((key) => typeof key === 'string') &&
      list.every((step) => isGroup(step, this.options.transformer, schema))
    if (!valid) throw new SnapshotError('a Grouper must have a transformer for each group')
    keys.forEach((key, i) => {
      this.groups.set(key, this.group(list[i]))
    })
  }
}

/** True for what a copy of the transformer may be. */
function isGroup(step: EstimatorLike, transformer: TransformerLike, schema: Schema): boolean {
  const alike = Object.getPrototypeOf(step ?? 0) === Object.getPrototypeOf(transformer)
  return alike && step.kind === 'transformer' && step.schema === schema
}
