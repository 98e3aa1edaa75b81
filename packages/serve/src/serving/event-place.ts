import { type LogRecord, type NewRecord, type ReadableLog, rangesOf } from '@coelho/runtime'

/** Where an appended event stands; null where a broker does not tell. */
export interface Stands {
  readonly partition: string | null
  readonly offset: number | null
}

/** Where a project's events are: what a server looks at, and appends to. */
export interface EventPlace {
  /** To look at the last events, and how far they go. */
  readonly log: ReadableLog
  append(records: readonly NewRecord[]): Promise<readonly Stands[]>
  close(): Promise<void>
}

/** The last records of all partitions together, by their times, about so many. */
export async function tailOf(log: ReadableLog, count: number): Promise<LogRecord[]> {
  const ranges = await rangesOf(log)
  const each = Math.ceil(count / Math.max(1, ranges.length))
  const tails = await Promise.all(
    ranges.map(({ partition, start, end }) => {
      return readOn(log, partition, Math.max(start, end - each), end)
    }),
  )
  const records = tails.flat().sort((a, b) => a.time - b.time)
  return records.slice(-count)
}

async function readOn(
  log: ReadableLog,
  partition: string,
  from: number,
  end: number,
): Promise<LogRecord[]> {
  const records: LogRecord[] = []
  for (let next = from; next < end; ) {
    const batch = await log.read(partition, next)
    if (!batch) break
    records.push(...batch.records)
    next = batch.next
  }
  return records
}

/** How many records stand after these positions. */
export async function lagOf(
  log: ReadableLog,
  positions: readonly { readonly partition: string; readonly next: number }[],
): Promise<number> {
  const reached = new Map(positions.map(({ partition, next }) => [partition, next]))
  const ranges = await rangesOf(log)
  return ranges.reduce((sum, { partition, start, end }) => {
    return sum + Math.max(0, end - Math.max(start, reached.get(partition) ?? 0))
  }, 0)
}
