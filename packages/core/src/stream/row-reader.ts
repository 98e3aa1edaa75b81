import { InvalidDataError } from '../errors.js'
import type { OnError, TextOptions } from './read-options.js'
import type { RecordParser } from './record-parser.js'
import { type Chunk, readChunks, type Source } from './source.js'
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

/** Where a `RowReader` takes its rows from. */
export interface RowSource {
  /** The next of the rows that are at hand; `undefined`: there is none. */
  take(): readonly [unknown, unknown] | undefined
  /** Gets more of them; false: there are no more. */
  more(): Promise<boolean>
  close(): Promise<unknown>
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
  private source: RowSource | undefined // until all is read
  private busy: Promise<unknown> | undefined // with getting more, or with closing

  constructor(source: (skip: () => void) => RowSource) {
    this.source = source(() => {
      this.skippedRows++
    })
  }

  /** How many records were left out because they could not be read. */
  get skipped(): number {
    return this.skippedRows
  }

  /** The next row. Not an async function, which would cost as much as the reading. */
  next(): Promise<IteratorResult<[X, Y], void>> {
    if (!this.busy && this.source) {
      try {
        const row = this.source.take()
        if (row) return Promise.resolve({ done: false, value: row as [X, Y] })
      } catch (error) {
        return this.inTurn(() => this.fail(error))
      }
    }
    return this.inTurn(() => this.nextOfMore())
  }

  return(): Promise<IteratorResult<[X, Y], void>> {
    return this.inTurn(() => this.close())
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** One thing after the other, also if the caller does not wait. */
  private inTurn(
    task: () => Promise<IteratorResult<[X, Y], void>>,
  ): Promise<IteratorResult<[X, Y], void>> {
    const turn = this.busy ? this.busy.then(task, task) : task()
    const done = () => {
      if (this.busy === turn) this.busy = undefined
    }
    this.busy = turn
    turn.then(done, done)
    return turn
  }

  private async nextOfMore(): Promise<IteratorResult<[X, Y], void>> {
    const { source } = this
    if (!source) return { done: true, value: undefined }
    try {
      do {
        const row = source.take()
        if (row) return { done: false, value: row as [X, Y] }
      } while (await source.more())
    } catch (error) {
      return this.fail(error)
    }
    return this.close()
  }

  private async fail(error: unknown): Promise<never> {
    await this.close()
    throw error
  }

  private async close(): Promise<IteratorResult<[X, Y], void>> {
    const { source } = this
    this.source = undefined
    await source?.close()
    return { done: true, value: undefined }
  }
}

/** The rows of a text file in some format. */
export function readText<X, Y, Item extends string | readonly string[]>(
  format: Format<Item>,
  source: Source,
  options: TextOptions,
): RowReader<X, Y> {
  const chunks = readChunks(format.who, source, options, () => format.parser.line)
  return new RowReader((skip) => {
    const refuse = errorPolicy(options.onError, skip, () => format.ready)
    return new TextRows(format, chunks, refuse)
  })
}

/** What is done about an error: it is thrown, or counted and perhaps handed on. */
export function errorPolicy(
  onError: OnError | undefined,
  skip: () => void,
  isReady: () => boolean = () => true,
): (error: unknown) => void {
  return (error) => {
    const mayGoOn =
      error instanceof InvalidDataError && isReady() && (onError ?? 'throw') !== 'throw'
    if (!mayGoOn) throw error
    skip()
    if (typeof onError === 'function') onError(error)
  }
}

/** Reads chunk after chunk, and gives out the rows of one before it asks for the next. */
class TextRows<Item extends string | readonly string[]> implements RowSource {
  private readonly format: Format<Item>
  private readonly chunks: AsyncGenerator<Chunk, void, undefined>
  private readonly refuse: (error: unknown) => void
  private readonly text: TextReader = new TextReader()
  private ended = false

  constructor(
    format: Format<Item>,
    chunks: AsyncGenerator<Chunk, void, undefined>,
    refuse: (error: unknown) => void,
  ) {
    this.format = format
    this.chunks = chunks
    this.refuse = refuse
  }

  take(): readonly [unknown, unknown] | undefined {
    return nextRow(this.format, this.text, this.refuse)
  }

  async more(): Promise<boolean> {
    const { format, text } = this
    if (this.ended) {
      format.finish?.()
      return false
    }
    const chunk = await this.chunks.next()
    this.ended = chunk.done === true
    format.parser.push(chunk.done ? text.end() : text.read(chunk.value))
    if (this.ended) format.parser.end()
    return true
  }

  close(): Promise<unknown> {
    return this.chunks.return()
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
