import { CoelhoError, InvalidDataError } from '../errors.js'
import type { ColumnOptions } from './read-options.js'
import { errorPolicy, RowReader, type RowSource } from './row-reader.js'
import { RowShape } from './row-shape.js'
import { sampler } from './sampler.js'

/** Some rows of a table, by columns. */
export interface TableBatch {
  readonly names: readonly string[]
  readonly length: number
  /** Gives the value of a row; `undefined` for columns that are not wanted. */
  readonly columns: readonly (((row: number) => unknown) | undefined)[]
}

/** The rows of a table that comes in batches. The next batch is asked for once one is used up. */
export function readTable<X, Y>(
  who: string,
  options: ColumnOptions,
  batches: () => AsyncGenerator<TableBatch, void, undefined>,
): RowReader<X, Y> {
  const shape = new RowShape(who, options, 'rows')
  const isKept = sampler(who, options)
  return new RowReader((skip) => {
    const refuse = errorPolicy(options.onError, skip)
    return new TableRows({ who, shape, isKept, refuse, batches: batches() })
  })
}

interface TableReading {
  readonly who: string
  readonly shape: RowShape
  readonly isKept: () => boolean
  readonly refuse: (error: unknown) => void
  readonly batches: AsyncGenerator<TableBatch, void, undefined>
}

class TableRows implements RowSource {
  private readonly reading: TableReading
  private batch: TableBatch | undefined
  private at = 0 // in the batch
  private row = 0 // in all

  constructor(reading: TableReading) {
    this.reading = reading
  }

  take(): readonly [unknown, unknown] | undefined {
    const { batch } = this
    const { who, shape, isKept, refuse } = this.reading
    while (batch && this.at < batch.length) {
      const at = this.at++
      this.row++
      if (!isKept()) continue
      try {
        return shape.shapeList(valuesOf(who, batch, at, this.row), this.row)
      } catch (error) {
        refuse(error)
      }
    }
    return undefined
  }

  async more(): Promise<boolean> {
    const { done, value } = await this.reading.batches.next()
    if (done) return false
    if (!this.batch) this.reading.shape.nameColumns(value.names)
    this.batch = value
    this.at = 0
    return true
  }

  close(): Promise<unknown> {
    return this.reading.batches.return()
  }
}

function valuesOf(who: string, { columns, names }: TableBatch, at: number, row: number): unknown[] {
  const values: unknown[] = []
  for (let c = 0; c < columns.length; c++) {
    try {
      values.push(plain(columns[c]?.(at)))
    } catch (cause) {
      const expected = 'must be a value that can be read'
      throw Object.assign(new InvalidDataError(who, { row }, names[c], expected), { cause })
    }
  }
  return values
}

/** Whole numbers of 64 bits come as bigints: those that a number can hold become one. */
function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** What a library throws at data that is broken, as an error of ours; ours stay as they are. */
export function damaged(who: string, row: number, what: string, cause: unknown): CoelhoError {
  if (cause instanceof CoelhoError) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  const error = new InvalidDataError(who, { row }, undefined, `the ${what} must be whole`, reason)
  return Object.assign(error, { cause })
}
