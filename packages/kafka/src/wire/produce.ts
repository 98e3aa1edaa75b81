import type { Exchange } from './exchange.js'

/** One batch for one partition. */
export interface Outgoing {
  readonly topic: string
  readonly index: number
  readonly bytes: Buffer
}

export interface ProducedPartition {
  readonly topic: string
  readonly index: number
  /** The protocol's code; 0 where it is written. */
  readonly error: number
}

/** Batches to be written by all replicas (of version 9). */
export function produce(
  batches: readonly Outgoing[],
  timeoutMs: number,
): Exchange<readonly ProducedPartition[]> {
  const topics = [...new Set(batches.map(({ topic }) => topic))]
  return {
    ...{ name: 'Produce', key: 0, version: 9 },
    ask: (writer) => {
      writer.noTags().uvarint(0).int16(-1).int32(timeoutMs)
      writer.list(topics, (topic) => {
        const own = batches.filter((batch) => batch.topic === topic)
        writer.text(topic).list(own, ({ index, bytes }) => {
          writer.int32(index).block(bytes).noTags()
        })
        writer.noTags()
      })
      writer.noTags()
    },
    read: (reader) => {
      reader.skipTags()
      const answers = reader.list(() => {
        const topic = reader.text() ?? ''
        const partitions = reader.list(() => {
          const index = reader.int32()
          const error = reader.int16()
          for (let numbers = 0; numbers < 3; numbers++) reader.bigint()
          reader.list(() => {
            reader.int32()
            reader.text()
            reader.skipTags()
          })
          reader.text()
          reader.skipTags()
          return { topic, index, error }
        })
        reader.skipTags()
        return partitions
      })
      return answers.flat()
    },
  }
}
