import type { Batch, PartitionRange } from '../source/event-source.js'

/** A log that can be read at any offset it still has, by any number of readers. */
export interface ReadableLog {
  readonly name: string
  partitions(): Promise<string[]>
  range(partition: string): Promise<PartitionRange>
  /** All of them by one look, where that costs less than one look each. */
  ranges?(): Promise<PartitionRange[]>
  /** Some records from this offset on; `undefined` where there are none yet. */
  read(partition: string, from: number): Promise<Batch | undefined>
  close(): Promise<void>
}

/** What is appended: an event as bytes, and by what it finds its partition. */
export interface NewRecord {
  readonly value: Uint8Array | string
  /** Events of one key go to one partition, in their order; without a key each in turn. */
  readonly key?: Uint8Array | string | null
  /** When it happened, in milliseconds since 1970; now unless told. */
  readonly time?: number
}

/** Where an event went. */
export interface Placed {
  readonly partition: string
  readonly offset: number
}

/**
 * What all partitions of a log have.
 *
 * @example
 * const log = new MemoryLog(2)
 * await log.append([{ value: '{}' }])
 * const ranges = await rangesOf(log)
 * ranges.length // => 2
 */
export async function rangesOf(log: ReadableLog): Promise<PartitionRange[]> {
  if (log.ranges) return log.ranges()
  const names = await log.partitions()
  return Promise.all(names.map((name) => log.range(name)))
}
