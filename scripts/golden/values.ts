import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { camelCase, exported } from './names.js'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}
export type Row = Readonly<Record<string, unknown>>

type Constructor = new (...args: unknown[]) => unknown

export const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  '-inf': -Infinity,
}
const TYPES: Readonly<Record<string, string>> = { str: 'string', number: 'number', bool: 'boolean' }

/** The functions that cases name. */
const FUNCTIONS: Readonly<Record<string, unknown>> = {
  log: Math.log,
  exp: Math.exp,
  log1p: Math.log1p,
  expm1: Math.expm1,
  float: Number,
  max: (values: Iterable<number>) => Math.max(...values),
  mean: (values: Iterable<number>) => sum([...values]) / [...values].length,
  sum_feature: (x: Row) => ({ ...x, sum_: sum(Object.values(x).filter((v) => !isString(v))) }),
  manhattan: (a: Record<string, number>, b: Record<string, number>) =>
    sum(Object.keys({ ...a, ...b }).map((name) => Math.abs((a[name] ?? 0) - (b[name] ?? 0)))),
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0)
}

function isString(value: unknown): boolean {
  return typeof value === 'string'
}

/** Turns what the cases say into the values of the library. */
export class Values {
  /** The things a case made under a name. */
  readonly objects: Map<string, unknown> = new Map()
  private readonly library: object
  private readonly streams: string

  constructor(library: object, folder: string) {
    this.library = library
    this.streams = join(folder, 'streams')
  }

  /** The first rows of a stream, new with each call: a model may keep what it gets. */
  rows(name: string, limit = Infinity): Row[] {
    const lines = readFileSync(join(this.streams, `${name}.jsonl`), 'utf8').split('\n')
    const wanted = lines.filter(Boolean).slice(0, limit)
    return wanted.map((line) => this.read(JSON.parse(line)) as Row)
  }

  /** A class or a function. */
  find(riverName: string): unknown {
    return exported(this.library, riverName)
  }

  build(spec: JsonObject): unknown {
    const made = this.find(String(spec['$'])) as Constructor
    const listed = [spec['pos'], spec['list']].flatMap((list) => (list ?? []) as Json[])
    const options = Object.entries((spec['args'] ?? {}) as JsonObject)
    const args = listed.map((item) => this.read(item))
    return new made(...args, ...(options.length ? [this.options(options)] : []))
  }

  /** None stays null here, since undefined would mean "not given". */
  private options(entries: readonly (readonly [string, Json])[]): Row {
    const read = entries.map(([name, v]) => [camelCase(name), v === null ? null : this.read(v)])
    return Object.fromEntries(read)
  }

  /** The arguments a call gets by name, as one object; nothing if there are none. */
  named(kwargs: Json | undefined): Row[] {
    const entries = Object.entries((kwargs ?? {}) as JsonObject)
    if (entries.length === 0) return []
    return [Object.fromEntries(entries.map(([name, v]) => [camelCase(name), this.read(v)]))]
  }

  read(json: Json): unknown {
    if (json === null) return undefined
    if (Array.isArray(json)) return json.map((item) => this.read(item))
    if (typeof json !== 'object') return json
    const spec = json as JsonObject
    const tag = Object.keys(spec).find((name) => name.startsWith('$'))
    if (tag !== undefined) return this.readTagged(tag, spec)
    return Object.fromEntries(Object.entries(spec).map(([name, item]) => [name, this.read(item)]))
  }

  private readTagged(tag: string, spec: JsonObject): unknown {
    const body = spec[tag]
    switch (tag) {
      case '$':
        return this.build(spec)
      case '$dict':
        return new Map((body as Json[]).map((pair) => this.read(pair) as [unknown, unknown]))
      case '$set':
        return new Set(this.read(body) as unknown[])
      case '$tuple':
        return this.read(body)
      case '$int':
        return BigInt(String(body))
      case '$num':
        return SPECIAL_NUMBERS[String(body)]
      case '$date':
        return dateOf(String(body))
      case '$timedelta':
        return Number(body) * 1000
      case '$fn':
        return FUNCTIONS[String(body)]
      case '$type':
        return TYPES[String(body)]
      case '$class':
        return this.find(String(body))
      case '$ref':
        return this.objects.get(String(body))
      case '$file':
        return join(this.streams, String(body))
      case '$stream':
        return this.readStream(spec)
      default:
        throw new Error(`the cases hold a value of unknown kind: ${tag}`)
    }
  }

  private readStream(spec: JsonObject): unknown[] {
    const columns = (spec['columns'] ?? ['x', 'y']) as string[]
    const rows = this.rows(String(spec['$stream']), spec['limit'] as number | undefined)
    return rows.map((row) => columns.map((column) => row[column]))
  }
}

/** River's dates have no zone; they are taken as UTC. */
export function dateOf(text: string): Date {
  return new Date(/([zZ]|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`)
}
