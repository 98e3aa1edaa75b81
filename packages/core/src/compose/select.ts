import type { Given } from '../base/estimator.js'
import { Transformer } from '../base/transformer.js'
import type { Block, TakesBlocks } from '../data/block.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import type { Rules } from '../options/rules.js'
import { keysOf, quoted } from './keys.js'
import { Relabel } from './relabel.js'
import type { Sieve } from './stage.js'

export interface SelectOptions {
  /** The names of the features to keep. */
  readonly keys: readonly string[]
}

/**
 * Keeps some features and leaves out the others. One that an event does not have is not missed.
 *
 * @example
 * const select = new compose.Select('age', 'income')
 * select.transformOne({ age: 40, income: 2100, city: 'Porto' }) // => { age: 40, income: 2100 }
 */
export class Select extends Transformer<SelectOptions> implements TakesBlocks, Sieve {
  static override readonly id = 'compose.Select'
  static override readonly rules: Rules<SelectOptions> = { keys: { kind: 'strings' } }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly relabel: Relabel = new Relabel(this, (name) =>
    this.keeps(name) ? name : undefined,
  )

  constructor(...keys: readonly string[] | readonly [Given<SelectOptions>]) {
    super(keysOf(keys))
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get takesCategories(): boolean {
    return true
  }

  override get takesNulls(): boolean {
    return true
  }

  override get passesOver(): (name: string) => boolean {
    return (name) => !this.keeps(name)
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

  get takesBlocks(): true {
    return true
  }

  learnBlock(block: Block, out?: Block): void {
    if (out) this.transformBlock(block, out)
  }

  transformBlock(block: Block, out: Block): void {
    this.relabel.link.blockInto(block, out)
  }

  keeps(name: string): boolean {
    return this.options.keys.includes(name)
  }

  override toString(): string {
    return `Select(${this.options.keys.map(quoted).join(', ')})`
  }
}
