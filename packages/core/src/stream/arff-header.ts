import { InvalidDataError } from '../errors.js'

/** One column of an ARFF file. */
export interface Attribute {
  readonly name: string
  readonly kind: 'numeric' | 'nominal' | 'text'
  /** What a nominal column may hold. */
  readonly values: readonly string[]
}

const QUOTED = `'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"`

/** Reads the attributes of an ARFF file, line by line. */
export class ArffHeader {
  readonly attributes: Attribute[] = []
  private readonly who: string
  private readonly attribute = new RegExp(`^@attribute\\s+(${QUOTED}|[^\\s{'"]+)\\s*(.*)$`, 'i')

  constructor(who: string) {
    this.who = who
  }

  /** Takes one line; tells whether it was the last, `@data`. */
  read(text: string, line: number): boolean {
    const trimmed = text.trim()
    if (trimmed === '' || trimmed.startsWith('%') || /^@relation\b/i.test(trimmed)) return false
    if (/^@data\b/i.test(trimmed)) return true
    const found = this.attribute.exec(trimmed)
    if (!found) {
      const expected = 'must be @relation, @attribute with a name and a kind, or @data'
      throw new InvalidDataError(this.who, line, undefined, expected, trimmed)
    }
    this.attributes.push(this.attributeOf(unquote(found[1]) ?? found[1], found[2], line))
    return false
  }

  private attributeOf(name: string, kind: string, line: number): Attribute {
    if (this.attributes.some((attribute) => attribute.name === name)) {
      throw new InvalidDataError(this.who, line, name, 'must be the only attribute of that name')
    }
    const list = /^\{(.*)\}$/.exec(kind)
    if (list) {
      const values = splitFields(list[1]).map((value) => unquote(value) ?? value.trim())
      return { name, kind: 'nominal', values }
    }
    if (/^(numeric|real|integer)\b/i.test(kind)) return { name, kind: 'numeric', values: [] }
    if (/^(string|date)\b/i.test(kind)) return { name, kind: 'text', values: [] }
    const expected = 'must be numeric, real, integer, string, date or a list in braces'
    throw new InvalidDataError(this.who, line, name, expected, kind)
  }
}

/** Cuts a line at its commas, except those in quotes. Quotes stay. */
export function splitFields(text: string): string[] {
  if (!text.includes("'") && !text.includes('"')) return text.split(',')
  const matcher = new RegExp(`\\s*(?:${QUOTED})\\s*(?=,|$)|[^,]*`, 'y')
  const fields: string[] = []
  for (let at = 0; at <= text.length; at = matcher.lastIndex + 1) {
    matcher.lastIndex = at
    fields.push(matcher.exec(text)?.[0] ?? '')
  }
  return fields
}

/** The text in the quotes; `undefined` if there are none around it. */
export function unquote(field: string): string | undefined {
  const trimmed = field.trim()
  const quote = trimmed[0]
  if ((quote !== "'" && quote !== '"') || !trimmed.endsWith(quote) || trimmed.length < 2) return
  return trimmed.slice(1, -1).replace(/\\(.)/g, '$1')
}
