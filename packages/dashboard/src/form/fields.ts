/** What of JSON Schema (2020-12) a form is made from. What else there is the server checks. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly format?: string
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  /** Ours, at the root: what is known only after the prediction, as the label is. */
  readonly 'x-known-later'?: readonly string[]
}

export interface Field {
  /** A JSON pointer: `/location/lat`. */
  readonly id: string
  readonly path: readonly string[]
  readonly kind: 'text' | 'number' | 'integer' | 'choice' | 'json'
  /** False if its object may be left out as a whole, too. */
  readonly required: boolean
  readonly nullable: boolean
  readonly later: boolean
  readonly choices: readonly unknown[]
  readonly hint: string
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly maxLength: number | undefined
}

const DEEPEST = 6
const MOST_FIELDS = 300

/** The fields of a form, in the schema's order; objects inside objects are laid out flat. */
export function fieldsOf(schema: Schema): Field[] {
  const fields: Field[] = []
  collect(schema, { root: schema, path: [], required: true, later: false, fields })
  return fields
}

interface Place {
  readonly root: Schema
  readonly path: readonly string[]
  readonly required: boolean
  readonly later: boolean
  readonly fields: Field[]
}

function collect(schema: Schema, place: Place): void {
  const { path, root, fields } = place
  const { schema: plain, nullable } = unwrap(schema, root)
  if (fields.length >= MOST_FIELDS) return
  const isDeep = path.length > DEEPEST
  if (plain.properties && !isDeep) {
    for (const [name, part] of Object.entries(plain.properties)) {
      const required = place.required && !nullable && (plain.required ?? []).includes(name)
      const isLate = path.length === 0 && (root['x-known-later'] ?? []).includes(name)
      const later = place.later || isLate
      collect(part, { ...place, path: [...path, name], required, later })
    }
    return
  }
  const kind = kindOf(plain)
  fields.push({
    id: path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    path,
    kind,
    required: place.required,
    nullable,
    later: place.later,
    choices: kind === 'choice' ? choicesOf(plain) : [],
    hint: schema.description ?? plain.description ?? hintOf(plain),
    minimum: plain.minimum,
    maximum: plain.maximum,
    maxLength: plain.maxLength,
  })
}

/** What is left of a schema without references and without "or null". */
function unwrap(schema: Schema, root: Schema): { schema: Schema; nullable: boolean } {
  let [plain, nullable] = [schema, false]
  for (let step = 0; step < DEEPEST; step++) {
    const target = plain.$ref ? definition(plain.$ref, root) : undefined
    if (target) {
      plain = target
      continue
    }
    const variants = plain.anyOf ?? plain.oneOf
    const others = variants?.filter((variant) => variant.type !== 'null')
    if (!variants || !others) break
    nullable ||= others.length < variants.length
    if (others.length !== 1) break
    plain = others[0]!
  }
  const types = typesOf(plain)
  return { schema: plain, nullable: nullable || (types.length > 1 && types.includes('null')) }
}

function definition(reference: string, root: Schema): Schema | undefined {
  const name = /^#\/\$defs\/(.+)$/.exec(reference)?.[1]
  return name !== undefined && Object.hasOwn(root.$defs ?? {}, name) ? root.$defs![name] : undefined
}

function typesOf({ type }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? [])
}

function kindOf(schema: Schema): Field['kind'] {
  if (choicesOf(schema).length > 0) return 'choice'
  const types = typesOf(schema).filter((type) => type !== 'null')
  if (types.length !== 1) return 'json'
  if (types[0] === 'string') return 'text'
  return types[0] === 'number' || types[0] === 'integer' ? types[0] : 'json'
}

function choicesOf(schema: Schema): readonly unknown[] {
  if (schema.enum) return schema.enum.filter((choice) => choice !== null)
  if (schema.const !== undefined) return [schema.const]
  const types = typesOf(schema).filter((type) => type !== 'null')
  if (types.length === 1 && types[0] === 'boolean') return [true, false]
  const variants = schema.anyOf ?? schema.oneOf ?? []
  const choices = variants.filter(({ type }) => type !== 'null').map(choicesOf)
  return choices.every((some) => some.length > 0) ? choices.flat() : []
}

function hintOf({ format, minimum, maximum }: Schema): string {
  if (format === 'date-time') return 'date and time, as 2026-01-31T09:30:00Z'
  if (format) return format
  // Zod bounds whole numbers by what a double can hold; nobody needs to be told.
  const isBound = (value?: number) => value !== undefined && Math.abs(value) < 2 ** 53 - 1
  if (isBound(minimum) && isBound(maximum)) return `${minimum} to ${maximum}`
  if (isBound(minimum)) return `${minimum} or more`
  return isBound(maximum) ? `${maximum} or less` : ''
}
