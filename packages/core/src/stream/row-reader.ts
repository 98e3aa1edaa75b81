import { InvalidDataError } from '../errors.js'
import type { OnError } from './read-options.js'
import type { RecordParser } from './record-parser.js'
import type { Chunk } from './source.js'
import { DAMAGE, TextReader } from './text.js'

/** What one format does with its records; the rest of reading is the same for all. */
export interface Format<Item extends string | readonly string[]> {
  readonly who: string
  readonly parser: RecordParser<Item>
  /** Whether the header was read: before that, no record can be left out. */
  readonly ready: boolean
  /** The row of a record; `undefined` if it is none: a header, a comment, not in the sample. */
  rowOf(record: Item, line: number): readonly [unknown, unknown] | undefined
  /** Called once all records were read. */
  finish?(): void
}

/**
 * Rows of a file, `[x, y]` after `[x, y]`, for one `for await` loop. The file is opened with the
 * first row and closed when the loop ends, also when it ends early.
 *
 * @example
 * const reader = stream.iterCsv(['a,b\n1,2\n1,2,3\n'], { onError: 'skip' })
 * const kept: unknown[] = []
 * for await (const [x] of reader) kept.push(x)
 * reader.skipped // => 1
 */
export class RowReader<X, Y> implements AsyncIterableIterator<[X, Y]> {
  private skippedRows = 0
  private readonly rows: AsyncGenerator<[X, Y], void, undefined>

  constructor(rows: (skip: () => void) => AsyncGenerator<[X, Y], void, undefined>) {
    this.rows = rows(() => {
      this.skippedRows++
    })
  }

  /** How many records were left out because they could not be read. */
  get skipped(): number {
    return this.skippedRows
  }

  next(): Promise<IteratorResult<[X, Y], void>> {
    return this.rows.next()
  }

  return(): Promise<IteratorResult<[X, Y], void>> {
    return this.rows.return()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

/** Reads chunk after chunk, and gives out the rows of one before it asks for the next. */
export async function* readRows<Item extends string | readonly string[]>(
  format: Format<Item>,
  chunks: AsyncGenerator<Chunk, void, undefined>,
  onError: OnError,
  skip: () => void,
): AsyncGenerator<readonly [unknown, unknown], void, undefined> {
  const text = new TextReader()
  const refuse = (error: unknown) => {
    const mayGoOn = error instanceof InvalidDataError && format.ready && onError !== 'throw'
    if (!mayGoOn) throw error
    skip()
    if (typeof onError === 'function') onError(error)
  }
  const { parser } = format
  try {
    for (let done = false; !done; ) {
      const chunk = await chunks.next()
      done = chunk.done === true
      parser.push(chunk.done ? text.end() : text.read(chunk.value))
      if (done) parser.end()
      for (let row = nextRow(format, text, refuse); row; row = nextRow(format, text, refuse)) {
        yield row
      }
    }
    format.finish?.()
  } finally {
    await chunks.return()
  }
}

function nextRow<Item extends string | readonly string[]>(
  format: Format<Item>,
  text: TextReader,
  refuse: (error: unknown) => void,
): readonly [unknown, unknown] | undefined {
  const { parser } = format
  for (;;) {
    try {
      const record = parser.next()
      if (record === undefined) return undefined
      if (text.damaged) checkEncoding(format.who, record, parser.line)
      const row = format.rowOf(record, parser.line)
      if (row) return row
    } catch (error) {
      refuse(error)
    }
  }
}

function checkEncoding(who: string, record: string | readonly string[], line: number): void {
  const text = typeof record === 'string' ? record : record.join('')
  if (text.includes(DAMAGE)) throw new InvalidDataError(who, line, undefined, 'must be UTF-8 text')
}
