import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidDataError } from '../errors.js'
import type { WithTarget } from './iter-csv.js'
import { LineParser } from './lines.js'
import { COLUMN_RULES, type ColumnOptions, resolveReadOptions } from './read-options.js'
import { type Format, type RowReader, readText } from './row-reader.js'
import { RowShape } from './row-shape.js'
import { sampler } from './sampler.js'
import type { Source, SourceOptions } from './source.js'

const WHO = 'iterJsonl'

/** How a file of JSON lines is read. */
export interface JsonlOptions extends ColumnOptions, SourceOptions {
  /** How many characters a line may have. */
  readonly lineSizeLimit?: number
}

/**
 * The rows of a file with one JSON object a line; blank lines are left out.
 *
 * @example
 * const file = ['{"name": "Cosmos", "rating": 8.2}\n'] // the text itself; a string would be a path
 * const rows: unknown[] = []
 * for await (const row of stream.iterJsonl(file, { target: 'rating' })) rows.push(row)
 * rows // => [[{ name: 'Cosmos' }, 8.2]]
 */
export function iterJsonl<X = Features, Y = Label>(
  source: Source,
  options: WithTarget<JsonlOptions>,
): RowReader<X, Y>
export function iterJsonl<X = Features, Y = undefined>(
  source: Source,
  options?: JsonlOptions,
): RowReader<X, Y>
export function iterJsonl<X, Y>(source: Source, given?: JsonlOptions): RowReader<X, Y> {
  const options = resolveReadOptions<JsonlOptions>(WHO, given, {
    ...COLUMN_RULES,
    lineSizeLimit: { kind: 'integer', default: 2 ** 24, atLeast: 1 },
  })
  return readText(new JsonlFormat(options), source, options)
}

class JsonlFormat implements Format<string> {
  readonly who: string = WHO
  readonly parser: LineParser
  readonly ready: boolean = true
  private readonly shape: RowShape
  private readonly isKept: () => boolean

  constructor(options: JsonlOptions) {
    this.parser = new LineParser(WHO, options.lineSizeLimit)
    this.shape = new RowShape(WHO, options)
    this.isKept = sampler(WHO, options)
  }

  rowOf(text: string, line: number): readonly [unknown, unknown] | undefined {
    if (text.trim() === '' || !this.isKept()) return undefined
    return this.shape.shapeObject(readObject(text, line), line)
  }
}

function readObject(text: string, line: number): object {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new InvalidDataError(WHO, line, undefined, 'must be a JSON object', text)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new InvalidDataError(WHO, line, undefined, 'must be a JSON object', value)
}
