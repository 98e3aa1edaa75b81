import { type OrderRun, type Position, sha256 } from '../checkpoint/manifest.js'
import { joinRuns } from '../checkpoint/order.js'
import { OffsetError } from '../errors.js'
import type { Batch, Feed, LogRecord, PartitionRange } from '../source/event-source.js'

/** The last record that was learned from a partition. */
interface Last {
  readonly at: number
  readonly hash: string
}

/**
 * How far each partition has been learned, in which order, and the last record of each: enough to
 * go on exactly there, and to tell whether the log is still the one it was.
 */
export class Ledger {
  private readonly source: string
  private readonly names: string[] = []
  private readonly next: number[] = []
  private readonly last: (Last | null)[] = []
  private readonly unhashed: (LogRecord | null)[] = []
  private runs: OrderRun[] = []

  constructor(source: string, positions: readonly Position[]) {
    this.source = source
    for (const { partition, next, witness, witnessAt } of positions) {
      this.add(partition, next, witness === null ? null : { at: witnessAt!, hash: witness })
    }
  }

  /** Where to read on. A partition that is new begins where its log does. */
  starts(partitions: readonly PartitionRange[]): Map<string, number> {
    return new Map(
      partitions.map(({ partition, start }) => {
        const index = this.names.indexOf(partition)
        if (index < 0) this.add(partition, start, null)
        return [partition, this.next[this.names.indexOf(partition)]!]
      }),
    )
  }

  /** Throws unless each partition still has what comes next, after what was learned last. */
  async checkLog(partitions: readonly PartitionRange[], feed: Feed): Promise<void> {
    for (const { partition, start, end } of partitions) {
      const index = this.names.indexOf(partition)
      const next = index < 0 ? start : this.next[index]!
      if (next < start) {
        throw new OffsetError(
          this.source,
          this.told(
            partition,
            `${start - next} events after ${next} are gone: the log begins at ${start}`,
          ),
        )
      }
      if (next > end) {
        throw new OffsetError(
          this.source,
          this.told(
            partition,
            `the next event is ${next}, but the log ends at ${end}: it is another one`,
          ),
        )
      }
      const last = index < 0 ? null : this.last[index]!
      if (!last || last.at < start) continue
      const record = await feed.recordAt(partition, last.at)
      if (record && sha256(record.value) === last.hash) continue
      throw new OffsetError(
        this.source,
        this.told(partition, `event ${last.at} is not the one that was learned: it is another log`),
      )
    }
  }

  /** Throws unless a batch is what comes next. */
  expect({ partition, from }: Batch): void {
    const next = this.next[this.names.indexOf(partition)]
    if (next === from) return
    throw new OffsetError(
      this.source,
      this.told(partition, `events from ${from} on came where ${next} is next`),
    )
  }

  /** Records of a batch, up to an offset, were learned. */
  learned(
    { partition, from }: { partition: string; from: number },
    next: number,
    record?: LogRecord,
  ): void {
    const index = this.names.indexOf(partition)
    this.next[index] = next
    if (record) this.unhashed[index] = record
    if (next > from) this.runs.push([index, from, next])
    if (this.runs.length > 10_000) this.runs = joinRuns(this.runs)
  }

  /** What a checkpoint says of it; the order starts anew. */
  take(): { readonly positions: Position[]; readonly order: OrderRun[] } {
    const positions = this.names.map((partition, i) => {
      const record = this.unhashed[i]
      if (record) this.last[i] = { at: record.offset, hash: sha256(record.value) }
      this.unhashed[i] = null
      const last = this.last[i] ?? null
      return {
        ...{ partition, next: this.next[i]! },
        ...{ witness: last?.hash ?? null, witnessAt: last?.at ?? null },
      }
    })
    const order = joinRuns(this.runs)
    this.runs = []
    return { positions, order }
  }

  private add(partition: string, next: number, last: Last | null): void {
    this.names.push(partition)
    this.next.push(next)
    this.last.push(last)
    this.unhashed.push(null)
  }

  private told(partition: string, what: string): string {
    return `partition ${partition}: ${what}`
  }
}
