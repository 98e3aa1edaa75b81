/** What every error of this library carries besides its text. */
export interface ErrorFacts {
  /** The class or function that refuses, for instance `GaussianNB`. */
  readonly who: string
  /** What must be true, as a phrase: `must be a finite number`. */
  readonly expected: string
  /** What came instead, as it was given. */
  readonly received?: unknown
}

/** The base of all errors the library throws on purpose: `error instanceof CoelhoError`. */
export class CoelhoError extends Error implements ErrorFacts {
  readonly who: string
  readonly expected: string
  readonly received?: unknown

  constructor(message: string, facts: ErrorFacts) {
    super(message)
    this.name = new.target.name
    this.who = facts.who
    this.expected = facts.expected
    this.received = facts.received
  }
}

/** An option that is unknown, missing, or outside its bounds. */
export class InvalidOptionError extends CoelhoError {
  readonly option: string

  constructor(who: string, option: string, expected: string, ...received: Received) {
    const text = `${who}: option ${describe(option)} ${expected}${got(received)}.`
    super(text, { who, expected, received: received[0] })
    this.option = option
  }
}

/** A feature whose name or value a model cannot take. The model is as it was before. */
export class InvalidFeatureError extends CoelhoError {
  readonly feature: string

  constructor(who: string, feature: string, expected: string, ...received: Received) {
    const text = `${who}: feature ${describe(feature)} ${expected}${got(received)}.`
    super(text, { who, expected, received: received[0] })
    this.feature = feature
  }
}

/** An event that is not an object of features, or a frame that does not fit. */
export class InvalidInputError extends CoelhoError {
  constructor(who: string, expected: string, ...received: Received) {
    super(`${who}: ${expected}${got(received)}.`, { who, expected, received: received[0] })
  }
}

/** A label of a kind the model cannot take. The model is as it was before. */
export class InvalidLabelError extends CoelhoError {
  constructor(who: string, expected: string, ...received: Received) {
    const text = `${who}: the label ${expected}${got(received)}.`
    super(text, { who, expected, received: received[0] })
  }
}

/** A snapshot that is damaged, hostile, or of a kind this version does not know. */
export class SnapshotError extends CoelhoError {
  constructor(expected: string, ...received: Received) {
    const who = 'snapshot'
    super(`${who}: ${expected}${got(received)}.`, { who, expected, received: received[0] })
  }
}

/** A line of a file, or a row of a table, counted from 1. */
export type Place = number | { readonly row: number }

/** A line of a file that cannot be read, or a row: says which one, and which column. */
export class InvalidDataError extends CoelhoError {
  /** The line; of tables, which have none, the row. */
  readonly line: number
  readonly column: string | undefined

  constructor(
    who: string,
    place: Place,
    column: string | undefined,
    expected: string,
    ...received: Received
  ) {
    const where = typeof place === 'number' ? `line ${place}` : `row ${place.row}`
    const at = column === undefined ? where : `${where}, column ${describe(column)}`
    super(`${who}: ${at}: ${expected}${got(received)}.`, { who, expected, received: received[0] })
    this.line = typeof place === 'number' ? place : place.row
    this.column = column
  }
}

/** A package that is needed here, and not installed: the library does not bring it along. */
export class MissingPackageError extends CoelhoError {
  readonly packageName: string

  constructor(who: string, packageName: string) {
    const expected = `needs the package "${packageName}": npm install ${packageName}`
    super(`${who}: ${expected}.`, { who, expected })
    this.packageName = packageName
  }
}

/** What came, or nothing where there is nothing to show: `undefined` may be what came. */
export type Received = readonly [received?: unknown]

function got(received: Received): string {
  return received.length === 0 ? '' : `, got ${describe(received[0])}`
}

/** Longer texts are cut in messages. */
const LONGEST = 80

/** A value as a person would write it, short enough for a message. */
export function describe(value: unknown): string {
  return clip(write(value))
}

function write(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST))
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `the function ${String(value.name || '(anonymous)')}`
  if (Array.isArray(value))
    return `[${value.slice(0, 8).map(plain).join(', ')}${value.length > 8 ? ', …' : ''}]`
  if (typeof value === 'object' && value !== null) return kindOf(value)
  return String(value)
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? kindOf(value) : describe(value)
}

function kindOf(value: object): string {
  const name = Object.getPrototypeOf(value)?.constructor?.name
  if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}

function clip(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}…` : text
}
