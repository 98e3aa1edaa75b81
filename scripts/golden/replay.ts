import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { callMethod, propertyOf } from './calls.js'
import { difference, type Tolerance } from './compare.js'
import { camelCase } from './names.js'
import { type Json, type JsonObject, type Row, Values } from './values.js'

/** One call for each row. */
interface Operation {
  readonly call?: string
  readonly get?: string
  readonly args?: readonly Argument[]
  readonly kwargs?: Readonly<Record<string, Argument>>
  readonly record?: boolean
  readonly assign?: string
  readonly lag?: number
}
type Argument = string | { readonly const: Json } | { readonly item: readonly [string, string] }

/** One call of a function. */
interface FunctionCall {
  readonly fn: string
  readonly args?: readonly Json[]
  readonly kwargs?: JsonObject
  readonly iterate?: boolean
  readonly then?: readonly string[]
}

/** What River did once, and what came of it. */
export interface GoldenCase {
  readonly name: string
  readonly protocol: string
  readonly build?: JsonObject
  readonly objects?: JsonObject
  readonly stream?: string
  readonly limit?: number
  readonly warm?: number
  readonly horizon?: number
  readonly vars?: JsonObject
  readonly each?: readonly Operation[]
  readonly script?: readonly (readonly [string, ...Json[]])[]
  readonly calls?: readonly FunctionCall[]
  readonly rtol?: number
  readonly atol?: number
  readonly expect: {
    readonly every: number
    readonly outputs: readonly Json[]
    readonly events?: boolean
    readonly final?: JsonObject
  }
}

/** The cases of one class or function. */
export interface GoldenFile {
  readonly river: string
  readonly rtol: number
  readonly atol: number
  readonly cases: readonly GoldenCase[]
}

/** Replays cases on a library and throws at the first value that is not River's. */
export class Replay {
  private readonly library: object
  private readonly folder: string
  private readonly protocols: Readonly<Record<string, readonly Operation[]>>

  constructor(library: object, folder: string) {
    this.library = library
    this.folder = folder
    this.protocols = JSON.parse(readFileSync(join(folder, 'protocols.json'), 'utf8'))
  }

  async run(file: GoldenFile, golden: GoldenCase): Promise<void> {
    const tolerance = { rtol: golden.rtol ?? file.rtol, atol: golden.atol ?? file.atol }
    const values = new Values(this.library, this.folder)
    values.find(file.river)
    for (const [name, spec] of Object.entries(golden.objects ?? {})) {
      values.objects.set(name, values.read(spec))
    }
    const built = golden.build && values.build(golden.build)
    switch (golden.protocol) {
      case 'script':
        runScript(golden, built, values, tolerance)
        break
      case 'synth':
        checkSample(golden, [...(callMethod(built, 'take', [golden.limit]) as [])], tolerance)
        break
      case 'function':
        await runFunctions(golden, values, tolerance)
        break
      default: {
        const operations = golden.each ?? this.protocols[golden.protocol]
        if (!operations) throw new Error(`there is no protocol ${golden.protocol}`)
        new RowReplay(golden, built, values, tolerance, operations).run()
      }
    }
    for (const [path, expected] of Object.entries(golden.expect.final ?? {})) {
      check(expected, propertyOf(built, path), tolerance, `in the end, ${path}`)
    }
  }
}

function runScript(golden: GoldenCase, built: unknown, values: Values, within: Tolerance): void {
  checkCount(golden, golden.script?.length ?? 0)
  for (const [i, [name, ...raw]] of (golden.script ?? []).entries()) {
    const last = Object(raw.at(-1)) as JsonObject
    const listed = '$kw' in last ? raw.slice(0, -1) : raw
    const args = listed.map((item) => values.read(item))
    const [method, object] = name.split(':').reverse() as [string, string?]
    const target = object === undefined ? built : values.objects.get(object)
    let got = args[0] // of the method `=`, which only shows its argument
    if (method.startsWith('.')) got = propertyOf(target, method.slice(1))
    else if (method !== '=')
      got = callMethod(target, method, [...args, ...values.named(last['$kw'])])
    check(golden.expect.outputs[i] ?? null, got, within, `call ${i}, ${name},`)
  }
}

/** The first rows of a generated stream, of which every so many were recorded, and the last. */
function checkSample(golden: GoldenCase, rows: readonly unknown[], within: Tolerance): void {
  const { every, outputs } = golden.expect
  const sample = rows.filter((_, i) => i % every === 0 || i === rows.length - 1)
  check([...outputs], sample, within, `every row in ${every}`)
  // A dataset may end before the limit; one that ends too early has another sample.
  if (rows.length > (golden.limit ?? 0)) check(golden.limit ?? null, rows.length, within, 'rows')
}

async function runFunctions(golden: GoldenCase, values: Values, within: Tolerance): Promise<void> {
  checkCount(golden, golden.calls?.length ?? 0)
  for (const [i, { fn, args = [], kwargs, iterate, then = [] }] of (golden.calls ?? []).entries()) {
    const given = args.map((item) => values.read(item))
    const call = values.find(fn) as (...args: unknown[]) => unknown
    let got = await call(...given, ...values.named(kwargs))
    if (iterate) got = await collect(got as AsyncIterable<unknown>)
    for (const path of then) {
      got = Array.isArray(got) ? got.map((item) => propertyOf(item, path)) : propertyOf(got, path)
    }
    check(golden.expect.outputs[i] ?? null, got, within, `call ${i}, ${fn},`)
  }
}

async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The replay of a protocol, row after row. */
class RowReplay {
  private readonly golden: GoldenCase
  private readonly built: unknown
  private readonly tolerance: Tolerance
  private readonly operations: readonly Operation[]
  private readonly values: Values
  private readonly rows: readonly Row[]
  private readonly variables: Record<string, unknown>
  private readonly expected: (row: number) => Json | undefined

  constructor(
    golden: GoldenCase,
    built: unknown,
    values: Values,
    tolerance: Tolerance,
    operations: readonly Operation[],
  ) {
    this.golden = golden
    this.built = built
    this.values = values
    this.tolerance = tolerance
    this.operations = operations
    this.rows = values.rows(golden.stream ?? '', golden.limit)
    this.variables = values.read(golden.vars ?? {}) as Record<string, unknown>
    this.expected = expectations(golden, this.rows.length - (golden.horizon ?? 0))
  }

  run(): void {
    const { horizon = 0 } = this.golden
    for (let i = 0; i < this.rows.length - horizon; i++) {
      Object.assign(this.variables, this.rows[i])
      if (horizon) {
        const xs = this.rows.slice(i, i + horizon).map((row) => row['x'])
        Object.assign(this.variables, { horizon, xs })
      }
      this.runRow(i)
    }
  }

  /** All calls are made, and results compared at once: the next call may change them. */
  private runRow(i: number): void {
    const expected = this.expected(i)
    const recorded = this.operations.filter(({ record }) => record)
    for (const operation of this.operations) {
      const early = operation.record && i < (this.golden.warm ?? 0)
      if (early || i < (operation.lag ?? 0)) continue
      const got = this.perform(operation, i)
      if (operation.assign) this.variables[operation.assign] = got
      if (!operation.record || expected === undefined) continue
      const several = recorded.length > 1 && Array.isArray(expected)
      const wanted = several ? (expected as Json[])[recorded.indexOf(operation)] : expected
      check(wanted, got, this.tolerance, `row ${i}, ${operation.call ?? operation.get},`)
    }
  }

  private perform(operation: Operation, i: number): unknown {
    if (operation.get) return propertyOf(this.built, operation.get)
    const past = operation.lag ? this.rows[i - operation.lag] : {}
    const scope = { ...this.variables, ...past }
    const read = (argument: Argument) => this.resolve(argument, scope)
    const args = (operation.args ?? []).map(read)
    const given = Object.entries(operation.kwargs ?? {})
    const named = given.map(([name, item]) => [camelCase(name), read(item)])
    const last = named.length ? [Object.fromEntries(named)] : []
    return callMethod(this.built, operation.call ?? '', [...args, ...last])
  }

  private resolve(argument: Argument, scope: Row): unknown {
    if (typeof argument === 'string') return scope[argument]
    if ('const' in argument) return this.values.read(argument.const)
    const [mapping, key] = argument.item
    return Object(scope[mapping])[String(scope[key])]
  }
}

/** What was recorded for a row: every so many rows and the last one, or the rows of events. */
function expectations(golden: GoldenCase, count: number): (row: number) => Json | undefined {
  const { warm = 0 } = golden
  const { every, outputs, events } = golden.expect
  if (!events) checkCount(golden, Math.ceil((count - 1 - warm) / every) + 1)
  const happened = new Map(events ? (outputs as unknown as [number, Json][]) : [])
  return (row) => {
    const since = row - warm
    if (since < 0 || (since % every !== 0 && row !== count - 1)) return undefined
    return events ? (happened.get(row) ?? false) : (outputs[Math.ceil(since / every)] ?? null)
  }
}

/** A case with too few outputs would pass without a look. */
function checkCount({ expect }: GoldenCase, count: number): void {
  if (expect.outputs.length === count) return
  throw new Error(`the case has ${expect.outputs.length} outputs, and should have ${count}`)
}

function check(expected: Json, got: unknown, within: Tolerance, where: string): void {
  const found = difference(expected, got, within)
  if (found) throw new Error(`${where} ${found}`)
}
