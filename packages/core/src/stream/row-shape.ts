import { InvalidDataError, InvalidOptionError, type Received } from '../errors.js'
import { toNumber } from './number.js'
import type { ColumnOptions } from './read-options.js'
import { dateReader } from './strptime.js'

const FEATURE = -1
const DROPPED = -2

/** Stands in a list of values where none was given. A converter may well give `undefined`. */
const ABSENT: object = {}
/** Objects with more keys are written by a loop. */
const WIDEST_SHAPE = 512

type WriteRecord = (values: readonly unknown[]) => Record<string, unknown>

/** What is done with the values of one column. */
interface Column {
  readonly name: string
  /** `FEATURE`, `DROPPED`, or its place among the targets. */
  readonly role: number
  readonly read: ((value: unknown, line: number) => unknown) | undefined
}

/**
 * Makes `[x, y]` of the values of a record, as the options say. Records are the lines of a file, or
 * the rows of a table, whose numbers are checked since no converter read them from text.
 */
export class RowShape {
  private readonly who: string
  private readonly options: ColumnOptions
  private readonly ofTable: boolean
  private readonly targets: readonly string[]
  private readonly columns: Map<string, Column> = new Map()
  private fixed: readonly Column[] = [] // the columns of a file that names them once
  private used: readonly number[] = [] // those of them that are not dropped
  private write: WriteRecord | undefined // makes the features of a record that lacks nothing

  constructor(who: string, options: ColumnOptions, records: 'lines' | 'rows' = 'lines') {
    this.who = who
    this.options = options
    this.ofTable = records === 'rows'
    const { target, drop, converters, parseDates } = options
    this.targets = typeof target === 'string' ? [target] : (target ?? [])
    const named = [converters, parseDates].flatMap((record) => Object.keys(record ?? {}))
    for (const name of [...this.targets, ...(drop ?? []), ...named]) this.columnOf(name)
  }

  /** The names of the columns, in order. All columns that options speak of must be there. */
  nameColumns(names: readonly string[]): void {
    for (const [option, wanted] of this.namesInOptions()) {
      for (const name of wanted) {
        if (names.includes(name)) continue
        const known = names.map((known) => JSON.stringify(known)).join(', ')
        const expected = `must name columns of the file (${known})`
        throw new InvalidOptionError(this.who, option, expected, name)
      }
    }
    this.fixed = names.map((name) => this.columnOf(name))
    this.used = names.flatMap((_, i) => (this.fixed[i].role === DROPPED ? [] : i))
    this.write = generateWriter(this.fixed)
  }

  /**
   * `[x, y]` of values in the order of the columns; those that are `undefined` are absent. The
   * list is used up.
   */
  shapeList(values: unknown[], line: number): [Record<string, unknown>, unknown] {
    const { fixed, used, write } = this
    if (values.length > fixed.length) {
      const expected = `must have at most ${fixed.length} fields`
      throw this.refusal(line, undefined, expected, values.length)
    }
    let isWhole = values.length === fixed.length
    for (let k = 0; k < used.length && used[k] < values.length; k++) {
      const i = used[k]
      const given = values[i]
      const { read } = fixed[i]
      if (given === undefined) values[i] = ABSENT
      else if (read) values[i] = read(given, line)
      if (given === undefined || this.isLeftOut(values[i])) isWhole = false
    }
    const x = isWhole && write ? write(values) : this.writeSome(values)
    const found: unknown[] = []
    if (this.targets.length === 0) return [x, this.targetOf(found, line)]
    for (const i of used) {
      const { role } = fixed[i]
      if (role === FEATURE || i >= values.length || this.isLeftOut(values[i])) continue
      found[role] = values[i] === ABSENT ? undefined : values[i]
    }
    return [x, this.targetOf(found, line)]
  }

  private writeSome(values: readonly unknown[]): Record<string, unknown> {
    const x: Record<string, unknown> = {}
    for (const i of this.used) {
      const isThere = i < values.length && values[i] !== ABSENT && !this.isLeftOut(values[i])
      if (isThere && this.fixed[i].role === FEATURE) setOwn(x, this.fixed[i].name, values[i])
    }
    return x
  }

  /** `[x, y]` of named values. */
  shapeObject(values: object, line: number): [Record<string, unknown>, unknown] {
    const x: Record<string, unknown> = {}
    const found: unknown[] = []
    for (const [name, value] of Object.entries(values)) {
      const column = this.columns.get(name)
      if (column) this.place(column, value, line, x, found)
      else if (!this.isLeftOut(value)) setOwn(x, name, value)
    }
    return [x, this.targetOf(found, line)]
  }

  private place(
    column: Column,
    given: unknown,
    line: number,
    x: Record<string, unknown>,
    found: unknown[],
  ): void {
    if (column.role === DROPPED) return
    const value = column.read ? column.read(given, line) : given
    if (this.isLeftOut(value)) return
    if (column.role === FEATURE) setOwn(x, column.name, value)
    else found[column.role] = value
  }

  private isLeftOut(value: unknown): boolean {
    return (value === null || value === undefined) && this.options.dropNones === true
  }

  private targetOf(found: readonly unknown[], line: number): unknown {
    const { targets } = this
    for (let i = 0; i < targets.length; i++) {
      if (i in found) continue
      throw this.refusal(line, targets[i], 'the target must not be missing')
    }
    if (!Array.isArray(this.options.target)) return found[0]
    const y: Record<string, unknown> = {}
    for (let i = 0; i < targets.length; i++) setOwn(y, targets[i], found[i])
    return y
  }

  private namesInOptions(): [option: string, names: readonly string[]][] {
    const { drop, converters, parseDates } = this.options
    return [
      ['target', this.targets],
      ['drop', drop ?? []],
      ['converters', Object.keys(converters ?? {})],
      ['parseDates', Object.keys(parseDates ?? {})],
    ]
  }

  private columnOf(name: string): Column {
    const known = this.columns.get(name)
    if (known) return known
    const dropped = this.options.drop?.includes(name)
    const role = dropped ? DROPPED : this.targets.indexOf(name) // FEATURE: not found
    const column = { name, role, read: this.readerOf(name) }
    this.columns.set(name, column)
    return column
  }

  private readerOf(name: string): Column['read'] {
    const given = own(this.options.converters, name) as ((value: unknown) => unknown) | undefined
    const convert = given === Number ? toNumber : given
    const format = own(this.options.parseDates, name)
    const readDate = format === undefined ? undefined : dateReader(this.who, format)
    if (!convert && !readDate) return this.ofTable ? this.numberChecker(name) : undefined
    if (given === Number && !readDate) {
      return (given, line) => {
        const value = typeof given === 'string' ? toNumber(given) : Number.NaN
        return Number.isNaN(value) ? this.convert(name, toNumber, given, line) : value
      }
    }
    return (given, line) => {
      const value = convert ? this.convert(name, convert, given, line) : given
      if (!readDate || value === null || value === undefined) return value
      const date = readDate(String(value))
      if (date) return date
      throw this.refusal(line, name, `must be a date like "${format}"`, value)
    }
  }

  private convert(
    name: string,
    convert: (value: unknown) => unknown,
    given: unknown,
    line: number,
  ): unknown {
    let value: unknown
    try {
      value = convert(given)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const expected = `must be a value that its converter takes (${reason})`
      throw Object.assign(this.refusal(line, name, expected, given), { cause })
    }
    const isNumber = typeof value === 'number' || value instanceof Date
    if (!isNumber || !Number.isNaN(Number(value))) return value
    const expected = 'must be a value that its converter takes (it gave NaN)'
    throw this.refusal(line, name, expected, given)
  }

  private numberChecker(name: string): Column['read'] {
    return (value, line) => {
      if (typeof value !== 'number' || Number.isFinite(value)) return value
      throw this.refusal(line, name, 'must be a finite number', value)
    }
  }

  private refusal(
    line: number,
    column: string | undefined,
    expected: string,
    ...received: Received
  ): InvalidDataError {
    const place = this.ofTable ? { row: line } : line
    return new InvalidDataError(this.who, place, column, expected, ...received)
  }
}

/** One literal with all features: several times faster than adding key by key. */
function generateWriter(columns: readonly Column[]): WriteRecord | undefined {
  if (columns.length > WIDEST_SHAPE) return undefined
  // in brackets: a plain "__proto__" in a literal would set the prototype
  const keys = columns.flatMap(({ role, name }, i) => {
    return role === FEATURE ? `[${JSON.stringify(name)}]: values[${i}]` : []
  })
  try {
    return new Function('values', `return { ${keys.join(', ')} }`) as WriteRecord
  } catch {
    return undefined // a content policy forbids generated code
  }
}

function own<Value>(record: Readonly<Record<string, Value>> | null | undefined, name: string) {
  return record && Object.hasOwn(record, name) ? record[name] : undefined
}

/** Sets a property by any name: assigning to `__proto__` would set none. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value
  else {
    const writable = { enumerable: true, configurable: true, writable: true }
    Object.defineProperty(object, name, { value, ...writable })
  }
}
