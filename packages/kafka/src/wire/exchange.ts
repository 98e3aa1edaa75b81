import type { Reader, Writer } from './bytes.js'

/** One kind of request in one version: what is asked, and how the answer is read. */
export interface Exchange<Answer> {
  readonly name: string
  readonly key: number
  readonly version: number
  ask(writer: Writer): void
  read(reader: Reader): Answer
}
