import { setTimeout as sleep } from 'node:timers/promises'
import { SourceError } from '../errors.js'
import { type ReadableLog, rangesOf } from '../log/readable-log.js'
import type { EventSource, Feed, LogRecord, SourceEvent } from './event-source.js'

const POLL = 20

/**
 * A log as a source of events: all its partitions belong to whoever opens it.
 *
 * @example
 * const log = new MemoryLog()
 * await log.append([{ value: '{"amount":12.5}' }])
 * const feed = await new LogSource(log).open()
 * const first = await feed.next()
 * first.kind // => 'assigned'
 */
export class LogSource implements EventSource {
  readonly name: string
  private readonly log: ReadableLog

  constructor(log: ReadableLog) {
    this.name = log.name
    this.log = log
  }

  async open(): Promise<Feed> {
    return new LogFeed(this.log)
  }
}

/** Asks the partitions in turn; when none has anything it says so once, then waits. */
class LogFeed implements Feed {
  private readonly log: ReadableLog
  private readonly positions: Map<string, number> = new Map()
  private assigned = false
  private turn = 0
  private saidDrained = false
  private readonly closing: AbortController = new AbortController()

  constructor(log: ReadableLog) {
    this.log = log
  }

  async next(): Promise<SourceEvent> {
    if (!this.assigned) {
      this.assigned = true
      return { kind: 'assigned', partitions: await rangesOf(this.log) }
    }
    for (;;) {
      this.closing.signal.throwIfAborted()
      const event = await this.nextBatch()
      if (event) return event
      if (!this.saidDrained && this.positions.size > 0) {
        this.saidDrained = true
        return { kind: 'drained' }
      }
      await sleep(POLL, undefined, { signal: this.closing.signal })
    }
  }

  async start(positions: ReadonlyMap<string, number>): Promise<void> {
    for (const [partition, next] of positions) this.positions.set(partition, next)
    this.saidDrained = false
  }

  async recordAt(partition: string, offset: number): Promise<LogRecord | undefined> {
    const { start, end } = await this.log.range(partition)
    if (offset < start || offset >= end) return undefined
    const batch = await this.log.read(partition, offset)
    const record = batch?.records[0]
    return record?.offset === offset ? record : undefined
  }

  async close(): Promise<void> {
    this.closing.abort(new SourceError(this.log.name, 'was closed'))
    await this.log.close()
  }

  private async nextBatch(): Promise<SourceEvent | undefined> {
    const partitions = [...this.positions.keys()]
    for (let tried = 0; tried < partitions.length; tried++) {
      const partition = partitions[this.turn++ % partitions.length]!
      const batch = await this.log.read(partition, this.positions.get(partition)!)
      if (!batch) continue
      this.positions.set(partition, batch.next)
      this.saidDrained = false
      return { kind: 'batch', batch }
    }
    return undefined
  }
}
