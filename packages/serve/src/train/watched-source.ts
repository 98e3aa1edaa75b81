import type {
  EventSource,
  Feed,
  LogRecord,
  PartitionRange,
  Sharding,
  SourceEvent,
} from '@coelho/runtime'

/** A source that tells how far it has been read, besides doing all that it does. */
export class WatchedSource implements EventSource {
  readonly name: string
  readonly sharding?: Sharding
  /** Records that were handed on. */
  records = 0
  /** Of each partition that is ours: where it was read from, is read next, and ended. */
  readonly reached: Map<string, { from: number; next: number; end: number }> = new Map()
  private readonly source: EventSource
  private readonly onStart: (positions: ReadonlyMap<string, number>) => void

  constructor(
    source: EventSource,
    onStart: (positions: ReadonlyMap<string, number>) => void = () => {},
  ) {
    this.name = source.name
    if (source.sharding) this.sharding = source.sharding
    this.source = source
    this.onStart = onStart
  }

  async open(): Promise<Feed> {
    return new WatchedFeed(await this.source.open(), this, this.onStart)
  }

  /** What there is by now. */
  learnEnds(ranges: readonly PartitionRange[]): void {
    for (const { partition, end } of ranges) {
      const place = this.reached.get(partition)
      if (place) place.end = Math.max(place.end, end)
    }
  }

  /** How much there was to be read when it began, and how much of it was. */
  get progress(): { readonly value: number; readonly total: number } {
    let value = 0
    let total = 0
    for (const { from, next, end } of this.reached.values()) {
      value += next - from
      total += Math.max(end, next) - from
    }
    return { value, total }
  }

  /** What is still to be learned after these positions, as far as it is known. */
  lag(positions: readonly { readonly partition: string; readonly next: number }[]): number {
    let lag = 0
    for (const { partition, next } of positions) {
      const { end = 0 } = this.reached.get(partition) ?? {}
      lag += Math.max(0, end - next)
    }
    return lag
  }
}

class WatchedFeed implements Feed {
  private readonly feed: Feed
  private readonly watched: WatchedSource
  private readonly onStart: (positions: ReadonlyMap<string, number>) => void

  constructor(
    feed: Feed,
    watched: WatchedSource,
    onStart: (positions: ReadonlyMap<string, number>) => void,
  ) {
    this.feed = feed
    this.watched = watched
    this.onStart = onStart
  }

  async next(): Promise<SourceEvent> {
    const event = await this.feed.next()
    const { reached } = this.watched
    if (event.kind === 'assigned') {
      reached.clear()
      for (const { partition, end } of event.partitions) {
        reached.set(partition, { from: end, next: end, end })
      }
    }
    if (event.kind === 'batch') {
      const { partition, next, records } = event.batch
      const place = reached.get(partition)
      if (place) {
        place.next = next
        place.end = Math.max(place.end, next)
      }
      this.watched.records += records.length
    }
    return event
  }

  async start(positions: ReadonlyMap<string, number>): Promise<void> {
    for (const [partition, from] of positions) {
      const place = this.watched.reached.get(partition)
      if (place) Object.assign(place, { from, next: from })
    }
    this.onStart(positions)
    await this.feed.start(positions)
  }

  recordAt(partition: string, offset: number): Promise<LogRecord | undefined> {
    return this.feed.recordAt(partition, offset)
  }

  saved(positions: ReadonlyMap<string, number>): void {
    this.feed.saved?.(positions)
  }

  close(): Promise<void> {
    return this.feed.close()
  }
}
