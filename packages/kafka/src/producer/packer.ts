import { setTimeout as sleep } from 'node:timers/promises'
import { SourceError } from '@coelho/runtime'
import type { Line } from '../driver/line.js'
import { BatchWriter, type Identity } from '../wire/batch-writer.js'
import type { Outgoing } from '../wire/produce.js'
import type { TopicRecord } from './kafka-producer.js'
import { partitionOf } from './partitioner.js'

export interface PackerOptions {
  readonly line: Line
  readonly batchBytes: number
  readonly code: number
  readonly compress: (bytes: Buffer) => Promise<Buffer>
}

interface Topic {
  readonly name: string
  leaders: number[]
  /** Of the next record of each partition, by which the broker knows what it has. */
  readonly sequences: number[]
  /** Records without a key go to the partitions in turn, a pack to each. */
  turn: number
}

const SEQUENCES = 2 ** 31
/** A topic that was just made is not known to every broker at once. */
const APPEARS_MS = 3000

/** Puts records into numbered batches, one after the other for each partition. */
export class Packer {
  private readonly options: PackerOptions
  private readonly topics: Map<string, Topic> = new Map()
  private identity: Identity | undefined

  constructor(options: PackerOptions) {
    this.options = options
  }

  async pack(records: readonly TopicRecord[]): Promise<Outgoing[][]> {
    const { line, batchBytes } = this.options
    this.identity ??= await line.use((link) => link.identify())
    const rounds: Map<string, { topic: Topic; index: number; writer: BatchWriter }[]> = new Map()
    const turned = new Set<Topic>()
    for (const record of records) {
      const topic = this.topics.get(record.topic) ?? (await this.find(record.topic))
      if (!turned.has(topic)) {
        turned.add(topic)
        topic.turn++
      }
      const { key } = record
      const count = topic.leaders.length
      const index = key === undefined || key === null ? topic.turn % count : partitionOf(key, count)
      const place = `${topic.name}/${index}`
      const batches = rounds.get(place) ?? []
      rounds.set(place, batches)
      let last = batches.at(-1)
      if (!last || last.writer.length + Buffer.byteLength(record.value) > batchBytes) {
        last = { topic, index, writer: new BatchWriter() }
        batches.push(last)
      }
      last.writer.add(record)
    }
    const most = Math.max(...[...rounds.values()].map(({ length }) => length))
    const packed: Outgoing[][] = []
    for (let round = 0; round < most; round++) {
      const batches = [...rounds.values()].flatMap((all) => all[round] ?? [])
      packed.push(
        await Promise.all(batches.map((one) => this.finish(one.topic, one.index, one.writer))),
      )
    }
    return packed
  }

  byLeader(batches: readonly Outgoing[]): Map<number, Outgoing[]> {
    const leaders = new Map<number, Outgoing[]>()
    for (const batch of batches) {
      const leader = this.topics.get(batch.topic)!.leaders[batch.index]!
      leaders.set(leader, [...(leaders.get(leader) ?? []), batch])
    }
    return leaders
  }

  /** Partitions may have moved to other nodes; there are as many as there were for us. */
  async lookAgain(): Promise<void> {
    const names = [...this.topics.keys()]
    const found = await this.options.line.use((link) => link.topics(names))
    for (const { topic, partitions } of found) {
      const known = this.topics.get(topic)!
      for (const { index, leader } of partitions) {
        if (index < known.leaders.length && leader >= 0) known.leaders[index] = leader
      }
    }
  }

  /** After an error nobody knows which numbers the brokers have: others are begun. */
  forget(): void {
    this.identity = undefined
    this.topics.clear()
  }

  private async finish(topic: Topic, index: number, writer: BatchWriter): Promise<Outgoing> {
    const { code, compress } = this.options
    const sequence = topic.sequences[index] ?? 0
    topic.sequences[index] = (sequence + writer.count) % SEQUENCES
    const bytes = await writer.finish(this.identity!, sequence, code, compress)
    return { topic: topic.name, index, bytes }
  }

  private async find(name: string): Promise<Topic> {
    const { line } = this.options
    for (const until = performance.now() + APPEARS_MS; performance.now() < until; ) {
      const [found] = await line.use((link) => link.topics([name]))
      if (found?.partitions.every(({ leader }) => leader >= 0)) {
        const leaders: number[] = []
        for (const { index, leader } of found.partitions) leaders[index] = leader
        const topic = { name, leaders, sequences: [], turn: 0 }
        this.topics.set(name, topic)
        return topic
      }
      await sleep(100)
    }
    throw new SourceError(`kafka:${name}`, 'there is no such topic')
  }
}
