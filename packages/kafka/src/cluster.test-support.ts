import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch, Feed, SourceEvent } from '@coelho/runtime'
import { type Admin, Kafka, type KafkaMessage, logLevel } from 'kafkajs'
import { KafkaProducer, type TopicRecord } from './producer/kafka-producer.js'
import { KafkaLog } from './source/kafka-log.js'
import { KafkaSource, type KafkaSourceOptions } from './source/kafka-source.js'

/** What tests need of a broker: topics with names of their own, and what stands in them. */
export class TestCluster {
  readonly brokers: string[]
  readonly admin: Admin
  producer: KafkaProducer
  readonly kafka: Kafka
  private readonly logs: KafkaLog[] = []

  private constructor(brokers: string[]) {
    this.brokers = brokers
    this.kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 10 } })
    this.admin = this.kafka.admin()
    this.producer = new KafkaProducer({ brokers })
  }

  static async at(brokers: string[]): Promise<TestCluster> {
    const cluster = new TestCluster(brokers)
    await cluster.admin.connect()
    return cluster
  }

  async topic(partitions = 1, config: Record<string, string> = {}): Promise<string> {
    const topic = `t-${randomUUID().slice(0, 8)}`
    await this.create(topic, partitions, config)
    return topic
  }

  async create(topic: string, partitions = 1, config: Record<string, string> = {}): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
    const topics = [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }]
    await this.admin.createTopics({ topics, waitForLeaders: false })
    // kafkajs would do so itself, but gives up where a busy broker does not know the topic yet.
    for (let tries = 1; ; tries++) {
      const found = await this.admin.fetchTopicMetadata({ topics: [topic] }).catch((error) => {
        if (tries === 100) throw error
      })
      const led = found?.topics[0]?.partitions.filter(({ leader }) => leader >= 0)
      if (led?.length === partitions) return
      await sleep(50)
    }
  }

  /** The same records for everybody: numbered JSON, spread over the partitions by their key. */
  async fill(topic: string, count: number, from = 0): Promise<void> {
    const records = Array.from({ length: count }, (_, i): TopicRecord => {
      const id = from + i
      const event = { id, a: id % 10, b: id % 7, label: (id * 7919) % 13 < 6 }
      return { topic, key: `k${id}`, value: JSON.stringify(event), time: id }
    })
    await this.producer.writeAll(records)
  }

  source(options: Partial<KafkaSourceOptions> & { topics: readonly string[] }): KafkaSource {
    const { brokers } = this
    return new KafkaSource({ brokers, groupId: `g-${randomUUID().slice(0, 8)}`, ...options })
  }

  /** What stands in a topic; read as `verify` reads it, by a client of its own. */
  log(topic: string): KafkaLog {
    const log = new KafkaLog({ brokers: this.brokers, topics: [topic] })
    this.logs.push(log)
    return log
  }

  /** All messages of a topic of one partition, with their headers, as kafkajs reads them. */
  async messages(topic: string): Promise<KafkaMessage[]> {
    const [offsets] = await this.admin.fetchTopicOffsets(topic)
    const consumer = this.kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 })
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const messages: KafkaMessage[] = []
    await new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: async ({ message }) => {
          messages.push(message)
          if (Number(message.offset) + 1 === Number(offsets!.high)) resolve()
        },
      })
    })
    await consumer.disconnect()
    return messages
  }

  /** Forgets the records before this offset, as retention does. */
  async removeBefore(topic: string, offset: number): Promise<void> {
    const partitions = [{ partition: 0, offset: String(offset) }]
    await this.admin.fetchTopicMetadata({ topics: [topic] })
    await this.admin.deleteTopicRecords({ topic, partitions })
  }

  /** One that knows how many partitions there are now. */
  async freshProducer(): Promise<void> {
    await this.producer.close()
    this.producer = new KafkaProducer({ brokers: this.brokers })
  }

  async close(): Promise<void> {
    for (const log of this.logs) await log.close()
    await this.producer.close()
    await this.admin.disconnect()
  }
}

/** Takes batches until everything that is there was read. */
export async function follow(
  feed: Feed,
  take: (batch: Batch) => void,
  starts: ReadonlyMap<string, number> = new Map(),
): Promise<SourceEvent[]> {
  const events: SourceEvent[] = []
  for (;;) {
    const event = await feed.next()
    if (event.kind !== 'batch') events.push(event)
    if (event.kind === 'batch') take(event.batch)
    if (event.kind === 'drained') break
    if (event.kind !== 'assigned') continue
    const positions = event.partitions.map(
      ({ partition, start }) => [partition, starts.get(partition) ?? start] as const,
    )
    await feed.start(new Map(positions))
  }
  await feed.close()
  return events
}
