import type { AbortedTransaction } from './aborted.js'
import type { Reader } from './bytes.js'
import type { Exchange } from './exchange.js'

/** A partition that is read from an offset on. */
export interface Wanted {
  readonly topicId: string
  readonly index: number
  readonly offset: number
}

/** What came of one partition. */
export interface FetchedPartition {
  readonly topicId: string
  readonly index: number
  /** The protocol's code; 0 where all is well. */
  readonly error: number
  /** One after the last record that is safely written. */
  readonly highWatermark: number
  readonly logStart: number
  readonly aborted: readonly AbortedTransaction[]
  /** Batches of records as they lie in the log; the last may be cut off. */
  readonly bytes: Buffer | null
}

export interface FetchLimits {
  readonly maxWaitMs: number
  readonly maxBytes: number
  readonly maxBytesPerPartition: number
}

/** Records that were committed, of topics by their id (of version 13). */
export function fetch(
  wanted: readonly Wanted[],
  limits: FetchLimits,
): Exchange<{ readonly error: number; readonly partitions: readonly FetchedPartition[] }> {
  const byTopic = new Map<string, Wanted[]>()
  for (const one of wanted) {
    const others = byTopic.get(one.topicId)
    if (others) others.push(one)
    else byTopic.set(one.topicId, [one])
  }
  return {
    ...{ name: 'Fetch', key: 1, version: 13 },
    ask: (writer) => {
      writer.noTags().int32(-1).int32(limits.maxWaitMs).int32(1).int32(limits.maxBytes)
      writer.int8(1).int32(0).int32(-1) // read committed, no session
      writer.list([...byTopic], ([topicId, partitions]) => {
        writer.uuid(topicId).list(partitions, ({ index, offset }) => {
          writer.int32(index).int32(-1).int64(offset).int32(-1).int64(-1)
          writer.int32(limits.maxBytesPerPartition).noTags()
        })
        writer.noTags()
      })
      writer.list([], () => {})
      writer.text('').noTags()
    },
    read: (reader) => {
      reader.skipTags()
      reader.int32()
      const error = reader.int16()
      reader.int32()
      return { error, partitions: reader.list(readTopic).flat() }
    },
  }
}

function readTopic(reader: Reader): FetchedPartition[] {
  const topicId = reader.uuid()
  const partitions = reader.list(() => readPartition(reader, topicId))
  reader.skipTags()
  return partitions
}

function readPartition(reader: Reader, topicId: string): FetchedPartition {
  const index = reader.int32()
  const error = reader.int16()
  const highWatermark = reader.int64()
  reader.int64()
  const logStart = reader.int64()
  const aborted = reader.list(() => {
    const transaction = { producer: reader.bigint(), firstOffset: reader.int64() }
    reader.skipTags()
    return transaction
  })
  reader.int32()
  const bytes = reader.block()
  reader.skipTags()
  return { topicId, index, error, highWatermark, logStart, aborted, bytes }
}
