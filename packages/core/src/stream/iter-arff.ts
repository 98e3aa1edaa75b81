import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidDataError } from '../errors.js'
import { ArffHeader, type Attribute, splitFields, unquote } from './arff-header.js'
import type { WithTarget } from './iter-csv.js'
import { LineParser } from './lines.js'
import { readNumber } from './number.js'
import { COLUMN_RULES, type ColumnOptions, resolveReadOptions } from './read-options.js'
import { type Format, type RowReader, readText } from './row-reader.js'
import { RowShape } from './row-shape.js'
import { sampler } from './sampler.js'
import type { Source, SourceOptions } from './source.js'

const WHO = 'iterArff'

/** How an ARFF file is read. */
export interface ArffOptions extends ColumnOptions, SourceOptions {
  /** Rows are written `{index value, …}`; what is left out is 0, or the first nominal value. */
  readonly sparse?: boolean
}

/**
 * The rows of an ARFF file. Values marked as missing (`?`) are absent.
 *
 * @example
 * const head = '@relation toy\n@attribute width numeric\n@attribute class {yes,no}\n@data\n'
 * const rows: unknown[] = []
 * for await (const row of stream.iterArff([head, '7.23,no\n'], { target: 'class' })) rows.push(row)
 * rows // => [[{ width: 7.23 }, 'no']]
 */
export function iterArff<X = Features, Y = Label>(
  source: Source,
  options: WithTarget<ArffOptions>,
): RowReader<X, Y>
export function iterArff<X = Features, Y = undefined>(
  source: Source,
  options?: ArffOptions,
): RowReader<X, Y>
export function iterArff<X, Y>(source: Source, given?: ArffOptions): RowReader<X, Y> {
  const options = resolveReadOptions<ArffOptions>(WHO, given, {
    ...COLUMN_RULES,
    sparse: { kind: 'boolean', default: false },
  })
  return readText(new ArffFormat(options), source, options)
}

class ArffFormat implements Format<string> {
  readonly who: string = WHO
  readonly parser: LineParser = new LineParser(WHO)
  ready: boolean = false
  private readonly header = new ArffHeader(WHO)
  private readonly shape: RowShape
  private readonly isKept: () => boolean
  private readonly sparse: boolean
  private readonly targets: readonly string[]

  constructor(options: ArffOptions) {
    const { target } = options
    this.shape = new RowShape(WHO, options)
    this.isKept = sampler(WHO, options)
    this.sparse = options.sparse === true
    this.targets = typeof target === 'string' ? [target] : (target ?? [])
  }

  rowOf(text: string, line: number): readonly [unknown, unknown] | undefined {
    if (!this.ready) {
      if (this.header.read(text, line)) this.start()
      return undefined
    }
    const trimmed = text.trimEnd()
    if (trimmed === '' || trimmed.startsWith('%') || !this.isKept()) return undefined
    const values = this.sparse ? this.readSparse(trimmed, line) : this.read(trimmed, line)
    return this.shape.shapeList(values, line)
  }

  finish(): void {
    if (this.ready) return
    const line = Math.max(1, this.parser.line)
    throw new InvalidDataError(WHO, line, undefined, 'the header must end with a line "@data"')
  }

  private start(): void {
    this.shape.nameColumns(this.header.attributes.map(({ name }) => name))
    this.ready = true
  }

  /** The values in the order of the attributes; `undefined`: missing. */
  private read(text: string, line: number): unknown[] {
    const { attributes } = this.header
    const fields = splitFields(text)
    if (fields.length > attributes.length) {
      const expected = text.startsWith('{')
        ? 'must not be sparse unless the option "sparse" is set'
        : `must have at most ${attributes.length} fields`
      throw new InvalidDataError(WHO, line, undefined, expected, fields.length)
    }
    return attributes.map((attribute, i) =>
      i < fields.length ? readValue(attribute, fields[i], line) : undefined,
    )
  }

  private readSparse(text: string, line: number): unknown[] {
    const { attributes } = this.header
    const list = /^\s*\{(.*)\}$/.exec(text)
    if (!list) throw new InvalidDataError(WHO, line, undefined, 'must be in braces', text)
    // River: gives all values of a sparse file as strings, and 0 for targets left out
    const values = attributes.map(() => undefined as unknown)
    for (const target of this.targets) {
      const i = attributes.findIndex(({ name }) => name === target)
      values[i] = attributes[i].kind === 'numeric' ? 0 : attributes[i].values[0]
    }
    for (const field of list[1].trim() === '' ? [] : splitFields(list[1])) {
      const pair = /^\s*(\d+)\s+(.*)$/.exec(field)
      const attribute = pair && attributes[Number(pair[1])]
      if (!attribute) {
        const expected = `must hold an index below ${attributes.length} before each value`
        throw new InvalidDataError(WHO, line, undefined, expected, field)
      }
      values[Number(pair[1])] = readValue(attribute, pair[2], line)
    }
    return values
  }
}

function readValue({ name, kind }: Attribute, field: string, line: number): unknown {
  const plain = field.trim()
  if (plain === '' || plain === '?') return undefined
  const quoted = unquote(field)
  if (kind === 'numeric') {
    const value = readNumber(plain)
    if (value !== undefined) return value
    throw new InvalidDataError(WHO, line, name, 'must be a finite number', field)
  }
  if (quoted !== undefined) return quoted
  if (/^['"]/.test(plain)) throw new InvalidDataError(WHO, line, name, 'must end its quote', field)
  // River: keeps the blanks around a text; those around a nominal value would make it another one
  return kind === 'nominal' ? plain : field
}
