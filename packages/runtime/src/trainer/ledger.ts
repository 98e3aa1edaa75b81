import { type OrderRun, type Position, sha256 } from '../checkpoint/manifest.js'
import { joinRuns } from '../checkpoint/order.js'
import { OffsetError } from '../errors.js'
import type { Batch, LogRecord, PartitionRange } from '../source/event-source.js'

/** What to do where the log has lost events that were not learned yet. */
export type OnGap = 'stop' | 'resume'

/** The last record that was learned of a partition, as a checkpoint knows it. */
export interface Witness {
  readonly partition: string
  readonly at: number
  readonly hash: string
  readonly mayBeGone: boolean
}

interface Line {
  readonly partition: string
  next: number
  lost: number
  last: { readonly at: number; readonly hash: string } | null
  /** The last record since the checkpoint: it is hashed when the next one is written. */
  unhashed: LogRecord | null
}

/**
 * How far each partition has been learned, in which order, and the last record of each: enough to
 * go on exactly there, and to tell whether the log is still the one it was.
 */
export class Ledger {
  private readonly source: string
  private readonly lines: Line[] = []
  private runs: OrderRun[] = []

  constructor(source: string, positions: readonly Position[]) {
    this.source = source
    for (const { partition, next, witness, witnessAt, lost } of positions) {
      const last = witness === null ? null : { at: witnessAt!, hash: witness }
      this.lines.push({ partition, next, lost, last, unhashed: null })
    }
  }

  /**
   * Takes what partitions there are. One that is new begins where its log does; where one no
   * longer has what comes next it throws, or goes on from what there is. How many events were
   * lost by that.
   */
  open(partitions: readonly PartitionRange[], onGap: OnGap): number {
    let lost = 0
    for (const { partition, start, end } of partitions) {
      const line = this.find(partition)
      if (!line) {
        this.lines.push({ partition, next: start, lost: 0, last: null, unhashed: null })
        continue
      }
      if (line.next > end) {
        const place = `the next event is ${line.next}, but the log ends at ${end}`
        throw this.refuse(partition, `${place}: it is another one`)
      }
      const gone = start - line.next
      if (gone <= 0) continue
      if (onGap === 'stop') {
        const place = `${gone} events after ${line.next} are gone: the log begins at ${start}`
        throw this.refuse(partition, place)
      }
      lost += gone
      Object.assign(line, { next: start, lost: line.lost + gone })
    }
    return lost
  }

  /** What was learned last of each partition that should still have it. */
  witnesses(partitions: readonly PartitionRange[]): Witness[] {
    return partitions.flatMap(({ partition, start, compacted = false }) => {
      const last = this.find(partition)?.last
      return last && last.at >= start ? [{ partition, ...last, mayBeGone: compacted }] : []
    })
  }

  /** Throws unless the log still has what was learned last; a compacted one may have it no more. */
  confront({ partition, at, hash, mayBeGone }: Witness, record: LogRecord | undefined): void {
    if (record ? sha256(record.value) === hash : mayBeGone) return
    throw this.refuse(partition, `event ${at} is not the one that was learned: it is another log`)
  }

  /** Where to read each of these on. */
  starts(partitions: readonly PartitionRange[]): Map<string, number> {
    return new Map(partitions.map(({ partition }) => [partition, this.find(partition)!.next]))
  }

  /** Throws unless a batch is what comes next. */
  expect({ partition, from }: Batch): void {
    const next = this.find(partition)?.next
    if (next === from) return
    throw this.refuse(partition, `events from ${from} on came where ${next} is next`)
  }

  /** Records of a partition were learned from where it stood up to here, this one the last. */
  learned(partition: string, next: number, record: LogRecord | undefined): void {
    const index = this.lines.findIndex((line) => line.partition === partition)
    const line = this.lines[index]!
    if (record) line.unhashed = record
    if (next > line.next) this.runs.push([index, line.next, next])
    line.next = next
    if (this.runs.length > 10_000) this.runs = joinRuns(this.runs)
  }

  /** What a checkpoint says of it; the order starts anew. */
  take(): { readonly positions: Position[]; readonly order: OrderRun[] } {
    const positions = this.lines.map((line) => {
      const { partition, next, lost, unhashed } = line
      if (unhashed) line.last = { at: unhashed.offset, hash: sha256(unhashed.value) }
      line.unhashed = null
      const { hash: witness = null, at: witnessAt = null } = line.last ?? {}
      return { partition, next, witness, witnessAt, lost }
    })
    const order = joinRuns(this.runs)
    this.runs = []
    return { positions, order }
  }

  private find(partition: string): Line | undefined {
    return this.lines.find((line) => line.partition === partition)
  }

  private refuse(partition: string, what: string): OffsetError {
    return new OffsetError(this.source, `partition ${partition}: ${what}`)
  }
}
