import { InvalidDataError, InvalidOptionError } from '../errors.js'
import type { ShapeOptions } from './read-options.js'
import { dateReader } from './strptime.js'

const FEATURE = -1
const DROPPED = -2

/** What is done with the values of one column. */
interface Column {
  readonly name: string
  /** `FEATURE`, `DROPPED`, or its place among the targets. */
  readonly role: number
  readonly read: ((value: unknown, line: number) => unknown) | undefined
}

/** Makes `[x, y]` of the values of a record, as the options say. */
export class RowShape {
  private readonly who: string
  private readonly options: ShapeOptions
  private readonly targets: readonly string[]
  private readonly columns: Map<string, Column> = new Map()
  private fixed: readonly Column[] = [] // the columns of a file that names them once

  constructor(who: string, options: ShapeOptions) {
    this.who = who
    this.options = options
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
  }

  /** `[x, y]` of values in the order of the columns; values missing at the end are absent. */
  shapeList(values: readonly unknown[], line: number): [Record<string, unknown>, unknown] {
    const columns = this.fixed
    if (values.length > columns.length) {
      const expected = `must have at most ${columns.length} fields`
      throw new InvalidDataError(this.who, line, undefined, expected, values.length)
    }
    const x: Record<string, unknown> = {}
    const found: unknown[] = []
    for (let i = 0; i < values.length; i++) this.place(columns[i], values[i], line, x, found)
    return [x, this.targetOf(found, line)]
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
      throw new InvalidDataError(this.who, line, targets[i], 'the target must not be missing')
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
    const convert = own(this.options.converters, name) as ((value: unknown) => unknown) | undefined
    const format = own(this.options.parseDates, name)
    const readDate = format === undefined ? undefined : dateReader(this.who, format)
    if (!convert && !readDate) return undefined
    return (given, line) => {
      const value = convert ? this.convert(name, convert, given, line) : given
      if (!readDate || value === null || value === undefined) return value
      const date = readDate(String(value))
      if (date) return date
      throw new InvalidDataError(this.who, line, name, `must be a date like "${format}"`, value)
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
      throw Object.assign(new InvalidDataError(this.who, line, name, expected, given), { cause })
    }
    const isNumber = typeof value === 'number' || value instanceof Date
    if (!isNumber || !Number.isNaN(Number(value))) return value
    const expected = 'must be a value that its converter takes (it gave NaN)'
    throw new InvalidDataError(this.who, line, name, expected, given)
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
