/** One event as it came: bytes, where it stands, and when it was written. */
export interface LogRecord {
  readonly offset: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array
  /** Milliseconds since 1970, as the writer's clock had it. */
  readonly time: number
}

/** Records of one partition that follow each other. */
export interface Batch {
  readonly partition: string
  /** Where it was read from: the first record may stand later, where offsets have gaps. */
  readonly from: number
  /** Where to read on: one after the last record, or later. */
  readonly next: number
  readonly records: readonly LogRecord[]
}

/** What a partition still has: offsets from `start` up to, not with, `end`. */
export interface PartitionRange {
  readonly partition: string
  readonly start: number
  readonly end: number
  /** Records inside may be gone, where a later one of the same key came. */
  readonly compacted?: true
}

/** What a source has to say, one after the other. */
export type SourceEvent =
  /** These partitions are to be read by us, from where `start` is told; nothing comes before. */
  | { readonly kind: 'assigned'; readonly partitions: readonly PartitionRange[] }
  | { readonly kind: 'batch'; readonly batch: Batch }
  /** They are no longer ours, or it is in doubt: nothing more may be saved. */
  | { readonly kind: 'revoked'; readonly reason: string }
  /** Everything there was has been read; more may come. */
  | { readonly kind: 'drained' }

/** A source that is being read. One reader; `next` waits until there is something to say. */
export interface Feed {
  next(): Promise<SourceEvent>
  /** Answers an `assigned`: reads each partition from this offset on. */
  start(positions: ReadonlyMap<string, number>): Promise<void>
  /** The record at an offset, or `undefined` where none is (any more). */
  recordAt(partition: string, offset: number): Promise<LogRecord | undefined>
  /** A checkpoint holds these positions now: for tools that show the lag. It never throws. */
  saved?(positions: ReadonlyMap<string, number>): void
  /** Ends a waiting `next` by an error, and lets go of everything. */
  close(): Promise<void>
}

/** Where events come from: a Kafka topic, an embedded log, a file. */
export interface EventSource {
  /** For messages: `kafka:transactions`, `log:data/fraud`. */
  readonly name: string
  /** How it is shared out; `single` unless told. */
  readonly sharding?: Sharding
  open(): Promise<Feed>
}

/** One model of all partitions, or one of each, that moves with its partition. */
export type Sharding = 'single' | 'partition'
