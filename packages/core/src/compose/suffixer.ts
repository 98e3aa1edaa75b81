import { Transformer } from '../base/transformer.js'
import type { Row } from '../data/row.js'
import type { Schema } from '../data/schema.js'
import type { Rules } from '../options/rules.js'
import { Relabel } from './relabel.js'

export interface SuffixerOptions {
  readonly suffix: string
}

/**
 * Puts a suffix behind the name of each feature.
 *
 * @example
 * new compose.Suffixer({ suffix: '_eur' }).transformOne({ price: 40 }) // => { price_eur: 40 }
 */
export class Suffixer extends Transformer<SuffixerOptions> {
  static override readonly id = 'compose.Suffixer'
  static override readonly rules: Rules<SuffixerOptions> = { suffix: { kind: 'string' } }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  private readonly relabel: Relabel = new Relabel(this, (name) => `${name}${this.options.suffix}`)

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
}
