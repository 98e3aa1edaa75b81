import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidDataError, InvalidOptionError } from '../errors.js'
import { LineParser } from './lines.js'
import { readNumber } from './number.js'
import { READ_RULES, type ReadOptions, resolveReadOptions, SOURCE_RULES } from './read-options.js'
import { type Format, type RowReader, readText } from './row-reader.js'
import { RowShape, setOwn } from './row-shape.js'
import { sampler } from './sampler.js'
import type { Source, SourceOptions } from './source.js'

const WHO = 'iterLibsvm'

/** How a LIBSVM file is read. */
export interface LibsvmOptions extends ReadOptions, SourceOptions {
  /** What the label of a line is, or a function that reads it. */
  readonly targetType?: 'number' | 'string' | ((text: string) => unknown)
}

/**
 * The rows of a LIBSVM file: a label, then `name:value` for each feature that is there. What
 * follows a `#` is a comment; blank lines are left out.
 *
 * @example
 * const file = ['+1 f0:2.3 f2:-0.9\n-1 f1:2.9 # a comment\n']
 * const rows: unknown[] = []
 * for await (const row of stream.iterLibsvm(file)) rows.push(row)
 * rows // => [[{ f0: 2.3, f2: -0.9 }, 1], [{ f1: 2.9 }, -1]]
 */
export function iterLibsvm<X = Features, Y = Label>(
  source: Source,
  given?: LibsvmOptions,
): RowReader<X, Y> {
  const options = resolveReadOptions<LibsvmOptions>(WHO, given, {
    ...READ_RULES,
    ...SOURCE_RULES,
    targetType: { kind: 'any', default: 'number' },
  })
  return readText(new LibsvmFormat(options), source, options)
}

class LibsvmFormat implements Format<string> {
  readonly who: string = WHO
  readonly parser: LineParser = new LineParser(WHO)
  readonly ready: boolean = true
  private readonly shape: RowShape
  private readonly isKept: () => boolean
  private readonly readLabel: (text: string, line: number) => unknown

  constructor(options: LibsvmOptions) {
    this.shape = new RowShape(WHO, options)
    this.isKept = sampler(WHO, options)
    this.readLabel = labelReader(options.targetType)
  }

  rowOf(text: string, line: number): readonly [unknown, unknown] | undefined {
    const comment = text.indexOf('#')
    const content = (comment < 0 ? text : text.slice(0, comment)).trim()
    if (content === '' || !this.isKept()) return undefined
    const [label, ...pairs] = content.split(/\s+/)
    const values: Record<string, unknown> = {}
    for (const pair of pairs) addPair(values, pair, line)
    const [x] = this.shape.shapeObject(values, line)
    return [x, this.readLabel(label, line)]
  }
}

function addPair(values: Record<string, unknown>, pair: string, line: number): void {
  const colon = pair.lastIndexOf(':')
  if (colon < 1) throw new InvalidDataError(WHO, line, undefined, 'must hold name:value', pair)
  const name = pair.slice(0, colon)
  const value = readNumber(pair.slice(colon + 1))
  if (value === undefined) {
    const expected = 'must be a finite number'
    throw new InvalidDataError(WHO, line, name, expected, pair.slice(colon + 1))
  }
  // River: takes the last of several
  if (Object.hasOwn(values, name)) {
    throw new InvalidDataError(WHO, line, name, 'must stand on the line once only')
  }
  setOwn(values, name, value)
}

function labelReader(type: LibsvmOptions['targetType']): (text: string, line: number) => unknown {
  if (type === 'string') return (text) => text
  if (type === 'number') {
    return (text, line) => {
      const label = readNumber(text)
      if (label !== undefined) return label
      throw new InvalidDataError(WHO, line, undefined, 'the label must be a finite number', text)
    }
  }
  if (typeof type === 'function') return (text, line) => convertLabel(type, text, line)
  const expected = 'must be "number", "string" or a function'
  throw new InvalidOptionError(WHO, 'targetType', expected, type)
}

function convertLabel(convert: (text: string) => unknown, text: string, line: number): unknown {
  let label: unknown
  try {
    label = convert(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const expected = `the label must be one that targetType takes (${reason})`
    throw Object.assign(new InvalidDataError(WHO, line, undefined, expected, text), { cause })
  }
  if (!Number.isNaN(label)) return label
  const expected = 'the label must be one that targetType takes (it gave NaN)'
  throw new InvalidDataError(WHO, line, undefined, expected, text)
}
