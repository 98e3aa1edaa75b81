import {
  type Batch,
  OffsetError,
  type PartitionRange,
  type ReadableLog,
  SourceError,
} from '@coelho/runtime'
import { faultOfCode, OUT_OF_RANGE } from '../driver/faults.js'
import { type KafkaLink, type LedPartition, partitionName } from '../driver/kafka-driver.js'
import { Line } from '../driver/line.js'
import type { FetchLimits } from '../wire/fetch.js'
import { decodeRecords } from '../wire/record-batch.js'
import { nameOf, READING_RULES, type ReadingOptions, readingOptions } from './reading-options.js'

/**
 * Topics of Kafka as a log that is read anywhere, by nobody's leave: no group is joined and no
 * offset is told. It is what `verify` learns again from.
 *
 * @example
 * const log = new KafkaLog({ brokers: ['localhost:9092'], topics: ['transactions', 'labels'] })
 * log.name // => 'kafka:transactions,labels'
 * await log.close()
 */
export class KafkaLog implements ReadableLog {
  readonly name: string
  private readonly topics: readonly string[]
  private readonly limits: FetchLimits
  private readonly closing: AbortController = new AbortController()
  readonly #line: Line
  /** Who leads, as was said on a connection: what fails is asked on a new one, and this with it. */
  #known: { readonly link: KafkaLink; readonly led: ReadonlyMap<string, LedPartition> } | undefined
  /** What was fetched last of each partition: short runs of it are read one after the other. */
  private readonly fetched: Map<string, Batch> = new Map()

  constructor(given: ReadingOptions) {
    const options = readingOptions('KafkaLog', given, READING_RULES)
    const { driver, patienceMs, log, topics } = options
    this.name = nameOf(topics)
    this.topics = topics
    this.limits = options
    this.#line = new Line({ name: this.name, driver, patienceMs, log, signal: this.closing.signal })
  }

  async partitions(): Promise<string[]> {
    return this.#line.use(async (link) => [...(await this.look(link)).keys()])
  }

  async range(partition: string): Promise<PartitionRange> {
    const [range] = await this.#line.use(async (link) => {
      return this.rangesOf(link, [await this.find(link, partition)])
    })
    return range!
  }

  /** What all partitions have, by one look at them. */
  async ranges(): Promise<PartitionRange[]> {
    return this.#line.use(async (link) => {
      return this.rangesOf(link, [...(await this.look(link)).values()])
    })
  }

  async read(partition: string, from: number): Promise<Batch | undefined> {
    const last = this.fetched.get(partition)
    const batch = last && holds(last, from) ? last : await this.fetch(partition, from)
    if (!batch) return undefined
    this.fetched.set(partition, batch)
    const records = batch.records.filter(({ offset }) => offset >= from)
    return { partition, from, next: batch.next, records }
  }

  async close(): Promise<void> {
    this.closing.abort(new SourceError(this.name, 'was closed'))
    this.#line.close()
  }

  private async rangesOf(link: KafkaLink, led: readonly LedPartition[]): Promise<PartitionRange[]> {
    const [ranges, compacted] = await Promise.all([link.ranges(led), link.compacted(this.topics)])
    return ranges.map((range) => ({
      ...{ partition: partitionName(range), start: range.start, end: range.end },
      ...(compacted.has(range.topic) ? { compacted: true as const } : {}),
    }))
  }

  private async fetch(partition: string, from: number): Promise<Batch | undefined> {
    return this.#line.use(async (link) => {
      const { leader, topicId, index } = await this.find(link, partition)
      const found = await link.fetch(leader, [{ topicId, index, offset: from }], this.limits)
      const { error, aborted, bytes } = found[0]!
      if (error === OUT_OF_RANGE) {
        throw new OffsetError(this.name, `partition ${partition} has no offset ${from} any more`)
      }
      if (error !== 0) throw faultOfCode(error, `fetching ${partition}`)
      if (!bytes || bytes.length === 0) return undefined
      const { records, next } = await decodeRecords(bytes, from, aborted, partition)
      return next === from ? undefined : { partition, from, next, records }
    })
  }

  /** Who leads it; asked where it is not known. */
  private async find(link: KafkaLink, partition: string): Promise<LedPartition> {
    const known = this.#known?.link === link ? this.#known.led.get(partition) : undefined
    const led = known ?? (await this.look(link)).get(partition)
    if (led) return led
    throw new OffsetError(this.name, `there is no partition ${partition}`)
  }

  /** All partitions, and who leads each now. */
  private async look(link: KafkaLink): Promise<ReadonlyMap<string, LedPartition>> {
    const answers = await link.topics(this.topics)
    const missing = this.topics.find((name) => !answers.some(({ topic }) => topic === name))
    if (missing) throw new SourceError(this.name, `there is no topic ${missing}`)
    const all = answers.flatMap(({ topic, id, partitions }) =>
      partitions.map(({ index, leader }) => ({ topic, topicId: id, index, leader })),
    )
    const led = new Map(all.map((one) => [partitionName(one), one]))
    this.#known = { link, led }
    return led
  }
}

function holds({ from, next }: Batch, offset: number): boolean {
  return from <= offset && offset < next
}
