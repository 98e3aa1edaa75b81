import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import type { WithTarget } from './iter-csv.js'
import { needPackage } from './packages.js'
import {
  type OpenedFile,
  openParquet,
  type ParquetSource,
  type RandomAccess,
} from './parquet-file.js'
import {
  type ColumnOptions,
  OPEN_RULE,
  READ_RULES,
  resolveReadOptions,
  TARGET_RULE,
} from './read-options.js'
import type { RowReader } from './row-reader.js'
import type { Location } from './source.js'
import { damaged, readTable, type TableBatch } from './table-rows.js'

const WHO = 'iterParquet'

/** How a Parquet file is read. */
export interface ParquetOptions extends ColumnOptions {
  /** Opens a path or a URL; unless told, files by Node's `fs` and URLs by `fetch`. */
  readonly open?: ((location: Location) => ParquetSource | Promise<ParquetSource>) | null
}

/**
 * The rows of a Parquet file, row group after row group; a row group is held in memory, columns
 * that are dropped are not read. Whole numbers of 64 bits are numbers where a number can hold
 * them, else bigints; dates and timestamps are dates. NaN and infinities are refused, unless a
 * converter takes them.
 *
 * Install `hyparquet` for it, and `hyparquet-compressors` for files packed by other means than
 * Snappy. A path, a URL (by ranges), a Blob and bytes are read in pieces; what can only be streamed
 * is held in memory, since the table of contents stands at the end. `hyparquet` trusts what it
 * reads: a file made to harm can keep it busy for ever, so read files of strangers in a worker.
 *
 * @example
 * const reader = stream.iterParquet('trips.parquet', { target: 'minutes', drop: ['id'] })
 * typeof reader.next // => 'function'
 */
export function iterParquet<X = Features, Y = Label>(
  source: ParquetSource,
  options: WithTarget<ParquetOptions>,
): RowReader<X, Y>
export function iterParquet<X = Features, Y = undefined>(
  source: ParquetSource,
  options?: ParquetOptions,
): RowReader<X, Y>
export function iterParquet<X, Y>(source: ParquetSource, given?: ParquetOptions): RowReader<X, Y> {
  const options = resolveReadOptions<ParquetOptions>(WHO, given, {
    ...READ_RULES,
    open: OPEN_RULE,
    target: TARGET_RULE,
  })
  return readTable(WHO, options, () => rowGroups(source, options))
}

/** Values of one column, some rows of it. */
interface ColumnPiece {
  readonly columnName: string
  readonly columnData: ArrayLike<unknown>
  readonly rowStart: number
  readonly rowEnd: number
}

interface Metadata {
  readonly row_groups: readonly RowGroup[]
}

interface RowGroup {
  readonly num_rows: bigint
  readonly columns: readonly { readonly meta_data?: { readonly codec?: string } }[]
}

/** What is needed of `hyparquet`. */
interface ParquetPackage {
  parquetMetadataAsync(file: RandomAccess): Promise<Metadata>
  parquetSchema(metadata: Metadata): {
    readonly children: readonly { readonly element: { readonly name: string } }[]
  }
  parquetRead(options: {
    file: RandomAccess
    metadata: Metadata
    columns: readonly string[]
    rowStart: number
    rowEnd: number
    compressors?: unknown
    onChunk(piece: ColumnPiece): void
  }): Promise<void>
}

async function* rowGroups(
  source: ParquetSource,
  options: ParquetOptions,
): AsyncGenerator<TableBatch, void, undefined> {
  const parquet = await needPackage<ParquetPackage>(WHO, 'hyparquet', () => {
    return import('hyparquet' as string)
  })
  const file = new WatchedFile(await openParquet(WHO, source, options.open ?? null))
  let start = 0
  try {
    const metadata = await parquet.parquetMetadataAsync(file)
    const names = parquet.parquetSchema(metadata).children.map(({ element }) => element.name)
    const wanted = names.filter((name) => !options.drop?.includes(name))
    yield { names, length: 0, columns: [] }
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows)
      const pieces = new Map<string, ColumnPiece[]>(wanted.map((name) => [name, []]))
      if (wanted.length > 0) {
        await parquet.parquetRead({
          ...{ file, metadata, columns: wanted, rowStart: start, rowEnd: end },
          ...(await compressorsFor(group)),
          onChunk: (piece) => pieces.get(piece.columnName)?.push(piece),
        })
      }
      const columns = names.map((name) => valuesAt(pieces.get(name), start, end))
      yield { names, length: end - start, columns }
      start = end
    }
  } catch (error) {
    throw file.failure ? file.failure.reason : damaged(WHO, start + 1, 'Parquet file', error)
  } finally {
    await file.close()
  }
}

/** Tells what went wrong with the file itself from what is wrong in it. */
class WatchedFile implements RandomAccess {
  failure: { readonly reason: unknown } | undefined
  readonly byteLength: number
  private readonly file: OpenedFile

  constructor(file: OpenedFile) {
    this.file = file
    this.byteLength = file.byteLength
  }

  async slice(start: number, end?: number): Promise<ArrayBufferLike> {
    try {
      return await this.file.slice(start, end)
    } catch (reason) {
      this.failure = { reason }
      throw reason
    }
  }

  async close(): Promise<void> {
    await this.file.close?.()
  }
}

/** Gives the values of a column row by row, whose pieces follow each other. */
function valuesAt(
  pieces: readonly ColumnPiece[] | undefined,
  start: number,
  end: number,
): ((row: number) => unknown) | undefined {
  if (!pieces) return undefined
  let known = start
  for (const { rowStart, rowEnd } of pieces) {
    if (rowStart <= known) known = Math.max(known, rowEnd)
  }
  if (!(known >= end)) throw new RangeError('a column has fewer values than the file has rows')
  let at = 0
  return (i) => {
    const row = start + i
    while (pieces[at].rowEnd <= row) at++
    return pieces[at].columnData[row - pieces[at].rowStart] ?? null
  }
}

/** What unpacks the columns; `hyparquet` itself knows Snappy only. */
async function compressorsFor({ columns }: RowGroup): Promise<{ compressors?: unknown }> {
  const isKnown = (codec = 'UNCOMPRESSED') => codec === 'UNCOMPRESSED' || codec === 'SNAPPY'
  if (columns.every(({ meta_data }) => isKnown(meta_data?.codec))) return {}
  const name = 'hyparquet-compressors'
  const { compressors } = await needPackage<{ compressors: unknown }>(WHO, name, () => {
    return import('hyparquet-compressors' as string)
  })
  return { compressors }
}
