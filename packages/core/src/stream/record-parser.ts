/** Cuts text into records: lines, or lists of fields. Text comes in chunks, cut anywhere. */
export interface RecordParser<Record> {
  /** The line on which the record given out last begins, counted from 1. */
  readonly line: number
  /** More text. All records of the text before must have been taken out. */
  push(text: string): void
  /** No more text will come. */
  end(): void
  /**
   * The next record, or `undefined` if it takes more text; a list is good until the next call.
   * Throws `InvalidDataError` for a record that cannot be read; the call after that goes on
   * behind it.
   */
  next(): Record | undefined
}
