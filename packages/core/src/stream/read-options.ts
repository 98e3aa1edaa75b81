import type { InvalidDataError } from '../errors.js'
import { InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rule, Rules } from '../options/rules.js'
import type { SourceSeed } from '../random/seeded.js'
import type { SourceOptions } from './source.js'

/** What becomes of a record that cannot be read. */
export type OnError = 'throw' | 'skip' | ((error: InvalidDataError) => void)

/** What all readers take. */
export interface ReadOptions {
  /**
   * A record that cannot be read ends the reading (`'throw'`), or is left out and counted in
   * `reader.skipped` (`'skip'`), or is left out, counted, and its error handed to a function.
   */
  readonly onError?: OnError
  /** How the value of a column is read: `{ rating: Number }`. Without one it stays as it is. */
  readonly converters?: Readonly<Record<string, (value: never) => unknown>> | null
  /** Columns with dates, and how those are written, as for Python's `strptime`: `{ day: '%Y' }`. */
  readonly parseDates?: Readonly<Record<string, string>> | null
  /** Columns to leave out. */
  readonly drop?: readonly string[] | null
  /** Leaves out values that are `null` or `undefined` once converted. */
  readonly dropNones?: boolean
  /** How many of the records to keep, chosen at random: 0.1 is one in ten. */
  readonly fraction?: number
  /** The seed of that choice, or a generator. */
  readonly seed?: SourceSeed
}

/** What readers of files with named columns take. */
export interface ColumnOptions extends ReadOptions {
  /** The column to predict, or several; the others are features. */
  readonly target?: string | readonly string[] | null
}

/** What readers of text take. */
export interface TextOptions extends ReadOptions, SourceOptions {}

/** The rules of the options that all readers take. */
export const READ_RULES: Rules<ReadOptions> = {
  onError: { kind: 'any', default: 'throw' },
  converters: { kind: 'object', default: null, nullable: true },
  parseDates: { kind: 'object', default: null, nullable: true },
  drop: { kind: 'strings', default: null, nullable: true },
  dropNones: { kind: 'boolean', default: false },
  fraction: { kind: 'number', default: 1, atLeast: 0, atMost: 1 },
  seed: { kind: 'any', default: null, nullable: true },
}

export const TARGET_RULE: Rule = { kind: 'any', default: null, nullable: true }
export const OPEN_RULE: Rule = { kind: 'function', default: null, nullable: true }

/** The rules of the options that say how a source is opened and unpacked. */
export const SOURCE_RULES: Rules<SourceOptions> = {
  compression: { kind: 'string', default: 'infer', choices: ['infer', 'gzip'], nullable: true },
  open: OPEN_RULE,
}

/** The rules of the options that readers of files with named columns take. */
export const COLUMN_RULES: Rules<ColumnOptions & SourceOptions> = {
  ...READ_RULES,
  ...SOURCE_RULES,
  target: TARGET_RULE,
}

/** The options of a reader, checked by the rules and beyond. */
export function resolveReadOptions<Options extends ColumnOptions>(
  who: string,
  given: Readonly<Partial<Options>> | undefined,
  rules: Rules<Options>,
): Readonly<Options> {
  const options = resolveOptions<Options>(who, given, rules)
  checkReadOptions(who, options as ColumnOptions)
  return options
}

/** Checks what the rules have no word for. */
function checkReadOptions(who: string, options: ColumnOptions): void {
  const { target, onError, converters, parseDates } = options
  if (target != null && typeof target !== 'string' && !isListOfStrings(target)) {
    throw new InvalidOptionError(
      who,
      'target',
      'must be a name or a list of names (or null)',
      target,
    )
  }
  if (onError !== 'throw' && onError !== 'skip' && typeof onError !== 'function') {
    throw new InvalidOptionError(who, 'onError', 'must be "throw", "skip" or a function', onError)
  }
  for (const convert of Object.values(converters ?? {})) {
    if (typeof convert === 'function') continue
    throw new InvalidOptionError(who, 'converters', 'must hold functions', convert)
  }
  for (const format of Object.values(parseDates ?? {})) {
    if (typeof format === 'string') continue
    throw new InvalidOptionError(who, 'parseDates', 'must hold formats such as "%Y"', format)
  }
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
