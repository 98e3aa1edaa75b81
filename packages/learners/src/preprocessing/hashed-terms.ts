import { type EstimatorLike, nextStamp, type Row, type Schema, Transformer } from '@coelho/core'
import type { Places } from './places.js'

/** The hashes of the terms of a text. */
export interface TermHashesLike {
  readonly hashes: Int32Array
  readonly count: number
  /** Hashes the terms of a text; false if it is the last one again, whose hashes they are. */
  read(text: string): boolean
}

/** A step that counts the terms of a text, and can hash them instead. */
interface CountsTerms extends EstimatorLike {
  termHashes(key: number): TermHashesLike | undefined
  textOf(row: Row): string | undefined
}

/** What hashes the terms of a step, if it counts terms and can hash all of them. */
export function hashedTerms(
  before: EstimatorLike,
  places: Places,
  key: number,
  output: Schema,
): HashedTerms | undefined {
  if (!('termHashes' in before)) return undefined
  const source = before as CountsTerms
  const terms = source.termHashes(key)
  return terms && new HashedTerms(source, terms, places, output)
}

/**
 * A step that counts words and one that hashes them, in one go: words are hashed as their letters
 * are read, and none is ever a name. It stands for both within a pipeline, and is never saved.
 */
class HashedTerms extends Transformer {
  private readonly source: CountsTerms
  private readonly terms: TermHashesLike
  private readonly places: Places
  private readonly output: Schema
  /** What was written last: see `Row.mark`. */
  private mark = 0

  constructor(source: CountsTerms, terms: TermHashesLike, places: Places, output: Schema) {
    super({ schema: source.schema })
    this.source = source
    this.terms = terms
    this.places = places
    this.output = output
  }

  override get takesCategories(): boolean {
    return true
  }

  override get outputSchema(): Schema {
    return this.output
  }

  override get learns(): boolean {
    return false
  }

  learnRow(_row: Row): void {}

  transformRow(row: Row, out: Row): void {
    const { source, places, output, terms, mark } = this
    const text = source.textOf(row)
    if (text === undefined) {
      out.clear()
      out.seal(output.size)
      return
    }
    if (terms.read(text)) places.take(terms.hashes, terms.count)
    else if (mark !== 0 && out.mark === mark && places.isThere(source.who, output)) {
      out.widen(output.size)
      return
    }
    const mayChange = output.provisional // what is there already may be taken back
    places.write(source.who, output, out, false)
    this.mark = mayChange ? 0 : nextStamp()
    out.mark = this.mark
  }
}
