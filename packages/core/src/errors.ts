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

  constructor(who: string, option: string, expected: string, received?: unknown) {
    super(`${who}: option "${option}" ${expected}${got(received)}.`, { who, expected, received })
    this.option = option
  }
}

/** A feature whose name or value a model cannot take. The model is as it was before. */
export class InvalidFeatureError extends CoelhoError {
  readonly feature: string

  constructor(who: string, feature: string, expected: string, received?: unknown) {
    const text = `${who}: feature ${describe(feature)} ${expected}${got(received)}.`
    super(text, { who, expected, received })
    this.feature = feature
  }
}

/** An event that is not an object of features, or a frame that does not fit. */
export class InvalidInputError extends CoelhoError {
  constructor(who: string, expected: string, received?: unknown) {
    super(`${who}: ${expected}${got(received)}.`, { who, expected, received })
  }
}

/** A label of a kind the model cannot take. The model is as it was before. */
export class InvalidLabelError extends CoelhoError {
  constructor(who: string, expected: string, received?: unknown) {
    super(`${who}: the label ${expected}${got(received)}.`, { who, expected, received })
  }
}

/** A snapshot that is damaged, hostile, or of a kind this version does not know. */
export class SnapshotError extends CoelhoError {
  constructor(expected: string, received?: unknown) {
    super(`snapshot: ${expected}${got(received)}.`, { who: 'snapshot', expected, received })
  }
}

/** A line of a file that cannot be read: says which line, and which column. */
export class InvalidDataError extends CoelhoError {
  readonly line: number
  readonly column: string | undefined

  constructor(
    who: string,
    line: number,
    column: string | undefined,
    expected: string,
    received?: unknown,
  ) {
    const place = column === undefined ? `line ${line}` : `line ${line}, column ${describe(column)}`
    super(`${who}: ${place}: ${expected}${got(received)}.`, { who, expected, received })
    this.line = line
    this.column = column
  }
}

function got(received: unknown): string {
  return received === undefined ? '' : `, got ${describe(received)}`
}

/** A value as a person would write it, short enough for a message. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return clip(JSON.stringify(value))
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`
  if (Array.isArray(value))
    return clip(`[${value.slice(0, 8).map(plain).join(', ')}${value.length > 8 ? ', …' : ''}]`)
  if (typeof value === 'object' && value !== null) return kindOf(value)
  return String(value)
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? kindOf(value) : describe(value)
}

function kindOf(value: object): string {
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== 'Object' ? `a ${name}` : 'an object'
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
