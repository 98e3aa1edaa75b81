import { OffsetError } from '../errors.js'
import type { Batch, LogRecord, PartitionRange } from '../source/event-source.js'
import { PartitionChooser } from './choose-partition.js'
import type { NewRecord, Placed, ReadableLog } from './readable-log.js'

const MOST = 500

/**
 * A log in this process, for tests and for what need not outlive it.
 *
 * @example
 * const log = new MemoryLog()
 * await log.append([{ key: 'user-7', value: '{"amount":12.5}' }])
 * const batch = await log.read('0', 0)
 * batch?.records.length // => 1
 */
export class MemoryLog implements ReadableLog {
  readonly name: string = 'log:memory'
  private readonly kept: LogRecord[][]
  private readonly starts: number[]
  private readonly chooser: PartitionChooser

  constructor(partitions = 1) {
    this.kept = Array.from({ length: partitions }, () => [])
    this.starts = this.kept.map(() => 0)
    this.chooser = new PartitionChooser(partitions)
  }

  async append(records: readonly NewRecord[]): Promise<Placed[]> {
    return records.map(({ key = null, value, time = Date.now() }) => {
      const keyBytes = key === null ? null : bytesOf(key)
      const index = this.chooser.choose(keyBytes)
      const partition = this.kept[index]!
      const offset = partition.length
      partition.push({ offset, key: keyBytes, value: bytesOf(value), time })
      return { partition: String(index), offset }
    })
  }

  /** Forgets what is before an offset, as retention does. */
  forget(partition: string, before: number): void {
    this.starts[Number(partition)] = before
  }

  async partitions(): Promise<string[]> {
    return this.kept.map((_, i) => String(i))
  }

  async range(partition: string): Promise<PartitionRange> {
    const index = Number(partition)
    return { partition, start: this.starts[index]!, end: this.kept[index]!.length }
  }

  async read(partition: string, from: number): Promise<Batch | undefined> {
    const { start, end } = await this.range(partition)
    if (from < start || from > end) {
      throw new OffsetError(this.name, `has offsets ${start} to ${end} of ${partition}`, from)
    }
    if (from === end) return undefined
    const records = this.kept[Number(partition)]!.slice(from, from + MOST)
    return { partition, from, next: from + records.length, records }
  }

  async close(): Promise<void> {}
}

export function bytesOf(value: Uint8Array | string): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : value
}
