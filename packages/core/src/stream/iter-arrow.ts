import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidInputError } from '../errors.js'
import type { WithTarget } from './iter-csv.js'
import { needPackage } from './packages.js'
import { COLUMN_RULES, type ColumnOptions, resolveReadOptions } from './read-options.js'
import type { RowReader } from './row-reader.js'
import { isLocation, readChunks, type Source, type SourceOptions } from './source.js'
import { damaged, readTable, type TableBatch } from './table-rows.js'

const WHO = 'iterArrow'

/** How Arrow data are read. */
export interface ArrowOptions extends ColumnOptions, SourceOptions {}

/** What is needed of a table, or a part of one: `apache-arrow` has it, and `@uwdata/flechette`. */
export interface ArrowTable {
  readonly numRows: number
  readonly schema: { readonly fields: readonly ArrowField[] }
  getChildAt(index: number): ArrowColumn | null | undefined
  /** The parts of the table, where it has some. */
  readonly batches?: readonly ArrowTable[]
}

export interface ArrowField {
  readonly name: string
}

export interface ArrowColumn {
  at?(index: number): unknown
  get?(index: number): unknown
}

/** A table, parts of one that come one by one, or a file or stream in Arrow's IPC format. */
export type ArrowSource = ArrowTable | Iterable<ArrowTable> | AsyncIterable<ArrowTable> | Source

/**
 * The rows of an Arrow table, or of a file or stream in Arrow's IPC format, record batch after
 * record batch. Whole numbers of 64 bits are numbers where a number can hold them, else bigints;
 * dates and timestamps are dates. NaN and infinities are refused, unless a converter takes them.
 *
 * Tables come from any library with `numRows`, `schema` and `getChildAt`; for bytes, install
 * `apache-arrow`. A file with a footer is held in memory; a stream is read batch by batch.
 * `apache-arrow` trusts what it reads: a file made to harm can keep it busy for ever, so read files
 * of strangers in a worker.
 *
 * @example
 * const values = ['a', 'b']
 * const table = {
 *   numRows: 2,
 *   schema: { fields: [{ name: 'letter' }] },
 *   getChildAt: () => ({ at: (i: number) => values[i] }),
 * }
 * const rows: unknown[] = []
 * for await (const row of stream.iterArrow(table)) rows.push(row)
 * rows // => [[{ letter: 'a' }, undefined], [{ letter: 'b' }, undefined]]
 */
export function iterArrow<X = Features, Y = Label>(
  source: ArrowSource,
  options: WithTarget<ArrowOptions>,
): RowReader<X, Y>
export function iterArrow<X = Features, Y = undefined>(
  source: ArrowSource,
  options?: ArrowOptions,
): RowReader<X, Y>
export function iterArrow<X, Y>(source: ArrowSource, given?: ArrowOptions): RowReader<X, Y> {
  const options = resolveReadOptions<ArrowOptions>(WHO, given, {
    ...COLUMN_RULES,
  })
  return readTable(WHO, options, () => batchesOf(source, options))
}

async function* batchesOf(
  source: ArrowSource,
  options: ArrowOptions,
): AsyncGenerator<TableBatch, void, undefined> {
  const dropped = new Set(options.drop)
  let rows = 0
  for await (const table of tablesOf(source, options)) {
    yield batchOf(table, dropped, rows, true)
    for (const part of table.batches ?? [table]) {
      yield batchOf(part, dropped, rows)
      rows += part.numRows
    }
  }
}

/** The columns of a part; `empty`: their names only. */
function batchOf(table: ArrowTable, dropped: Set<string>, rows: number, empty = false): TableBatch {
  try {
    const { fields } = table.schema
    const names = fields.map(({ name }) => name)
    const columns = fields.map((field, i) => {
      return empty || dropped.has(field.name) ? undefined : columnOf(table.getChildAt(i), field)
    })
    return { names, columns, length: empty ? 0 : table.numRows }
  } catch (error) {
    throw damaged(WHO, rows + 1, 'Arrow data', error)
  }
}

// The numbers of two kinds in Arrow's own format, which all libraries use.
const DATE = 8
const TIMESTAMP = 10

function columnOf(column: ArrowColumn | null | undefined, field: ArrowField) {
  const { typeId, type } = field as { typeId?: unknown; type?: { typeId?: unknown } }
  const kind = typeId ?? type?.typeId
  const at = (row: number) => (column?.at ? column.at(row) : column?.get?.(row))
  if (kind !== DATE && kind !== TIMESTAMP) return (row: number) => at(row) ?? null
  return (row: number) => {
    const value = at(row) ?? null
    return typeof value === 'number' || typeof value === 'bigint' ? new Date(Number(value)) : value
  }
}

async function* tablesOf(
  source: ArrowSource,
  options: ArrowOptions,
): AsyncGenerator<ArrowTable, void, undefined> {
  if (isTable(source)) yield source
  else if (isReader(source)) yield* checkTables(source)
  else if (isLocation(source) || isObject(source)) yield* readIpc(source as Source, options)
  else throw new InvalidInputError(WHO, 'the source must be a table, a path, or bytes', source)
}

/** A reader of a library that gives parts of a table, or a list of them. */
function isReader(source: unknown): source is AsyncIterable<unknown> | Iterable<unknown> {
  if (!isObject(source)) return false
  const isList = Array.isArray(source) && source.length > 0 && isTable(source[0])
  return (
    isList || ('schema' in source && (Symbol.asyncIterator in source || Symbol.iterator in source))
  )
}

async function* checkTables(
  tables: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<ArrowTable, void, undefined> {
  for await (const table of tables) {
    if (!isTable(table)) throw new InvalidInputError(WHO, 'each part must be a table', table)
    yield table
  }
}

function isTable(value: unknown): value is ArrowTable {
  return (
    isObject(value) && 'numRows' in value && typeof Reflect.get(value, 'getChildAt') === 'function'
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** What is needed of `apache-arrow`. */
interface ArrowPackage {
  readonly RecordBatchReader: {
    from(chunks: AsyncIterable<Uint8Array>): Promise<{
      open(): Promise<AsyncIterable<ArrowTable> & { readonly schema?: ArrowTable['schema'] }>
    }>
  }
}

async function* readIpc(
  source: Source,
  options: ArrowOptions,
): AsyncGenerator<ArrowTable, void, undefined> {
  let rows = 0
  let failure: { readonly reason: unknown } | undefined
  const chunks = readChunks(WHO, source, options, () => rows + 1)
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of chunks) {
        if (typeof chunk !== 'string') yield chunk
        else throw new InvalidInputError(WHO, 'Arrow data must come in a Uint8Array', chunk)
      }
    } catch (reason) {
      failure = { reason }
      throw reason
    }
  }
  const load = () => import('apache-arrow' as string)
  const arrow = await needPackage<ArrowPackage>(WHO, 'apache-arrow', load)
  try {
    const reader = await (await arrow.RecordBatchReader.from(bytes())).open()
    if (!reader.schema) throw new RangeError('there is none')
    yield { numRows: 0, schema: reader.schema, getChildAt: () => null }
    for await (const batch of reader) {
      yield batch
      rows += batch.numRows
    }
  } catch (error) {
    throw failure ? failure.reason : damaged(WHO, rows + 1, 'Arrow data', error)
  } finally {
    await chunks.return()
  }
}
