import { resolveOptions } from '../options/resolve.js'
import { Dataset, type DatasetEvent } from './dataset.js'
import { parseTable } from './parse-table.js'
import { takeAsync } from './take.js'

/** How the columns of a dataset become features and targets; those not named are numbers. */
export interface Layout {
  readonly target: string | readonly string[]
  readonly read?: Readonly<Record<string, (text: string) => unknown>>
}

/**
 * Events that come with the library. The data are a module of their own, loaded when the first
 * event is asked for: so iterating is async, and a bundle holds only the data it uses.
 *
 * River's other datasets are too large, or of unclear terms: `stream` reads them where they are.
 *
 * @example
 * const rows: unknown[] = []
 * for await (const row of new datasets.AirlinePassengers().take(2)) rows.push(row)
 * rows.length // => 2
 */
export abstract class BundledDataset<X, Y>
  extends Dataset
  implements AsyncIterable<DatasetEvent<X, Y>>
{
  static override readonly id: string = 'BundledDataset'

  constructor(given?: Readonly<Record<string, never>>) {
    super()
    resolveOptions<object>(this.who, given, {})
  }

  /** The events, from the first one. */
  async *[Symbol.asyncIterator](): AsyncGenerator<DatasetEvent<X, Y>, void, undefined> {
    const { text } = await this.load()
    yield* parseTable(text, this.layout) as Generator<DatasetEvent<X, Y>>
  }

  /** The first so many events. */
  take(count: number): AsyncGenerator<DatasetEvent<X, Y>, void, undefined> {
    return takeAsync(this, count)
  }

  /** Reads like the code that builds it. */
  override toString(): string {
    return `${this.who}()`
  }

  protected abstract get layout(): Layout

  /** The module with the data: a line with the names of the columns, and a line for each event. */
  protected abstract load(): Promise<{ readonly text: string }>
}
