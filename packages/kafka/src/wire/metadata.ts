import type { Reader } from './bytes.js'
import type { Exchange } from './exchange.js'

/** Where a broker is. */
export interface Node {
  readonly node: number
  readonly host: string
  readonly port: number
}

export interface TopicAnswer {
  readonly error: number
  readonly topic: string
  /** Drawn when a topic is made: one that was deleted and made again has another. */
  readonly id: string
  readonly partitions: readonly { readonly index: number; readonly leader: number }[]
}

export interface MetadataAnswer {
  readonly nodes: readonly Node[]
  readonly topics: readonly TopicAnswer[]
}

const NO_ID = '0'.repeat(32)

/** The nodes of a cluster, and who leads the partitions of these topics (of version 12). */
export function metadata(topics: readonly string[]): Exchange<MetadataAnswer> {
  return {
    ...{ name: 'Metadata', key: 3, version: 12 },
    ask: (writer) => {
      writer.noTags()
      writer.list(topics, (topic) => void writer.uuid(NO_ID).text(topic).noTags())
      writer.int8(0).int8(0).noTags()
    },
    read: readMetadata,
  }
}

function readMetadata(reader: Reader): MetadataAnswer {
  reader.skipTags()
  reader.int32()
  const nodes = reader.list(() => {
    const found = { node: reader.int32(), host: reader.text() ?? '', port: reader.int32() }
    reader.text()
    reader.skipTags()
    return found
  })
  reader.text()
  reader.int32()
  return { nodes, topics: reader.list(readTopic) }
}

function readTopic(reader: Reader): TopicAnswer {
  const found = { error: reader.int16(), topic: reader.text() ?? '', id: reader.uuid() }
  reader.int8()
  const partitions = reader.list(() => {
    reader.int16()
    const partition = { index: reader.int32(), leader: reader.int32() }
    reader.int32()
    for (let lists = 0; lists < 3; lists++) reader.list(() => reader.int32())
    reader.skipTags()
    return partition
  })
  reader.int32()
  reader.skipTags()
  return { ...found, partitions }
}
