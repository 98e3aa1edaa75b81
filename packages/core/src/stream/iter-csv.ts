import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { type CsvDialect, CsvParser } from './csv-parser.js'
import { COLUMN_RULES, type ColumnOptions, resolveReadOptions } from './read-options.js'
import { type Format, type RowReader, readText } from './row-reader.js'
import { RowShape } from './row-shape.js'
import { sampler } from './sampler.js'
import type { Source, SourceOptions } from './source.js'

const WHO = 'iterCsv'

/** How a CSV file is read. */
export interface CsvOptions extends ColumnOptions, SourceOptions {
  /** What stands between two fields. */
  readonly delimiter?: string
  /** What stands around a field with delimiters or line ends in it; `null`: nothing does. */
  readonly quotechar?: string | null
  /** How many characters a field may have. */
  readonly fieldSizeLimit?: number
  /** The names of the columns, for files that do not begin with them. */
  readonly fieldnames?: readonly string[] | null
}

/** Options that name what is to be predicted. */
export type WithTarget<Options> = Options & { readonly target: string | readonly string[] }

/**
 * The rows of a CSV file. Values are strings unless `converters` make something else of them.
 *
 * @example
 * const file = ['name,rating\nCosmos,8.2\n'] // the text itself; a string would be a path
 * const options = { target: 'rating', converters: { rating: Number } }
 * const rows: unknown[] = []
 * for await (const row of stream.iterCsv(file, options)) rows.push(row)
 * rows // => [[{ name: 'Cosmos' }, 8.2]]
 */
export function iterCsv<X = Features, Y = Label>(
  source: Source,
  options: WithTarget<CsvOptions>,
): RowReader<X, Y>
export function iterCsv<X = Features, Y = undefined>(
  source: Source,
  options?: CsvOptions,
): RowReader<X, Y>
export function iterCsv<X, Y>(source: Source, given?: CsvOptions): RowReader<X, Y> {
  const options = resolveReadOptions<CsvOptions>(WHO, given, {
    ...COLUMN_RULES,
    delimiter: { kind: 'string', default: ',' },
    quotechar: { kind: 'string', default: '"', nullable: true },
    fieldSizeLimit: { kind: 'integer', default: 131072, atLeast: 1 },
    fieldnames: { kind: 'strings', default: null, nullable: true },
  }) as CsvOptions & CsvDialect
  checkDialect(options)
  return readText(new CsvFormat(options), source, options)
}

class CsvFormat implements Format<string[]> {
  readonly who: string = WHO
  readonly parser: CsvParser
  ready: boolean = false
  private readonly shape: RowShape
  private readonly isKept: () => boolean

  constructor(options: CsvOptions & CsvDialect) {
    this.parser = new CsvParser(WHO, options)
    this.shape = new RowShape(WHO, options)
    this.isKept = sampler(WHO, options)
    if (options.fieldnames) this.readHeader(options.fieldnames)
  }

  rowOf(fields: string[], line: number): readonly [unknown, unknown] | undefined {
    if (!this.ready) return this.readHeader(fields)
    return this.isKept() ? this.shape.shapeList(fields, line) : undefined
  }

  private readHeader(names: readonly string[]): undefined {
    this.shape.nameColumns(names)
    this.ready = true
  }
}

function checkDialect({ delimiter, quotechar }: CsvDialect): void {
  const isPlain = (text: string) => text.length === 1 && text !== '\n' && text !== '\r'
  const expected = 'must be one character, and no line end'
  if (!isPlain(delimiter)) throw new InvalidOptionError(WHO, 'delimiter', expected, delimiter)
  if (quotechar !== null && !isPlain(quotechar)) {
    throw new InvalidOptionError(WHO, 'quotechar', `${expected} (or null)`, quotechar)
  }
  if (quotechar === delimiter) {
    throw new InvalidOptionError(WHO, 'quotechar', 'must not be the delimiter', quotechar)
  }
}
