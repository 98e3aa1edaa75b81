import type { Given } from '../base/estimator.js'
import { Transformer } from '../base/transformer.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { Relabel } from './relabel.js'

export interface RenamerOptions {
  /** The new name by the old one: an object or a Map. */
  readonly mapping: Readonly<Record<string, string>> | ReadonlyMap<string, string>
}

/**
 * Gives features other names, all at once: names can be swapped. A feature that is given a name
 * takes the place of one that had it before.
 *
 * River renames one after the other, so that of two features that swap names one is lost.
 *
 * @example
 * const renamer = new compose.Renamer({ mapping: { lon: 'x', lat: 'y' } })
 * renamer.transformOne({ lon: 8.5, lat: 47.4, n: 3 }) // => { x: 8.5, y: 47.4, n: 3 }
 */
export class Renamer extends Transformer<RenamerOptions> {
  static override readonly id = 'compose.Renamer'
  static override readonly rules: Rules<RenamerOptions> = { mapping: { kind: 'object' } }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly relabel: Relabel = new Relabel(this, this.rename())

  constructor(given: Given<RenamerOptions>) {
    super(given)
    for (const name of entriesOf(this.options.mapping)) {
      if (name.every((part) => typeof part === 'string')) continue
      throw new InvalidOptionError(this.who, 'mapping', 'must lead from names to names', name[1])
    }
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

  private rename(): (name: string) => string {
    const names = new Map(entriesOf(this.options.mapping))
    return (name) => names.get(name) ?? name
  }
}

function entriesOf(mapping: RenamerOptions['mapping']): (readonly [string, string])[] {
  return mapping instanceof Map ? [...mapping] : Object.entries(mapping)
}
