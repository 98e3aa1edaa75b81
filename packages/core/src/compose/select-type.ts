import type { Given } from '../base/estimator.js'
import { Transformer } from '../base/transformer.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { isGiven, quoted } from './keys.js'
import { Relabel } from './relabel.js'

const EXPECTED = "must be of 'number', 'string' and 'boolean'"

export type ValueType = 'number' | 'string' | 'boolean'

export interface SelectTypeOptions {
  /** Of which types the values are to be. */
  readonly types: readonly ValueType[]
}

/**
 * Keeps the features whose values are of some types. A boolean counts as a number too, as in
 * River; a number that was declared to be a category counts as a string, and null as nothing.
 *
 * @example
 * const numbers = new compose.SelectType('number')
 * numbers.transformOne({ age: 40, income: 2100, city: 'Porto' }) // => { age: 40, income: 2100 }
 */
export class SelectType extends Transformer<SelectTypeOptions> {
  static override readonly id = 'compose.SelectType'
  static override readonly rules: Rules<SelectTypeOptions> = { types: { kind: 'strings' } }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly relabel: Relabel = new Relabel(this, this.rename())

  constructor(...types: readonly ValueType[] | readonly [Given<SelectTypeOptions>]) {
    super(isGiven(types) ? types[0] : { types: types as readonly ValueType[] })
    for (const type of this.options.types) {
      if (type === 'number' || type === 'string' || type === 'boolean') continue
      throw new InvalidOptionError(this.who, 'types', EXPECTED, type)
    }
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get takesCategories(): boolean {
    return true
  }

  override get learns(): boolean {
    return false
  }

  override foretells(row: Row, out: Row): boolean {
    return row.stamp !== 0 && out.stamp !== 0
  }

  /** There is nothing to learn but the names of what comes out. */
  learnRow(row: Row): void {
    this.relabel.meet(row)
  }

  transformRow(row: Row, out: Row): void {
    this.relabel.link.into(row, out)
  }

  private rename(): (name: string, feature: number) => string | undefined {
    const { types } = this.options
    const [numbers, strings] = [types.includes('number'), types.includes('string')]
    const booleans = numbers || types.includes('boolean')
    return (name, feature) => {
      if (this.schema.kind(feature) === 'category') return strings ? name : undefined
      return (this.schema.isBoolean(feature) ? booleans : numbers) ? name : undefined
    }
  }

  override toString(): string {
    return `SelectType(${this.options.types.map(quoted).join(', ')})`
  }
}
