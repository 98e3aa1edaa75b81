import { writeShare } from '../group/sharing.js'
import { batchBytes } from '../wire/batches.test-support.js'
import type { FetchedPartition, Wanted } from '../wire/fetch.js'
import type { TopicAnswer } from '../wire/metadata.js'
import type { ProducedPartition } from '../wire/produce.js'
import { type Joined, type KafkaDriver, KafkaFault, type KafkaLink } from './kafka-driver.js'

/** A cluster in memory, of one topic and one member, that does what a test tells it to. */
export class FakeCluster implements KafkaDriver {
  readonly topic = 'events'
  id = 'a'
  /** Offsets that are there, of partition 0 and on. */
  start = 0
  ends: number[] = [1000]
  /** Records of one batch. */
  size = 10
  generation = 0
  fetches = 0
  /** How often it was asked who leads. */
  looks = 0
  joins = 0
  leaves = 0
  connects = 0
  isGone = false
  /** What the next heartbeat says. */
  fault: KafkaFault | undefined
  /** What the next fetch says, instead of what is there. */
  fetchError = 0
  /** A fetch that has read waits for this before it answers. */
  slow: Promise<void> = Promise.resolve()

  async connect(): Promise<KafkaLink> {
    this.connects++
    this.look()
    const link: KafkaLink = {
      topics: async () => this.topics(),
      compacted: async () => new Set(),
      ranges: async (parts) =>
        parts.map(({ topic, index }) => ({
          ...{ topic, index, start: this.start, end: this.ends[index]! },
        })),
      fetch: (_, wanted) => this.fetch(wanted),
      identify: async () => ({ id: 1n, epoch: 0 }),
      produce: async (): Promise<ProducedPartition[]> => [],
      join: async ({ metadata }): Promise<Joined> => {
        this.look()
        this.joins++
        const memberId = `member-${this.leaves}`
        const members = [{ memberId, metadata }]
        return { generation: ++this.generation, memberId, isLeader: true, members }
      },
      sync: async () => writeShare(this.ends.map((_, index) => ({ topic: this.topic, index }))),
      heartbeat: async () => {
        this.look()
        const { fault } = this
        this.fault = undefined
        if (fault) throw fault
      },
      commit: async () => {},
      leave: async () => {
        this.leaves++
      },
      close: () => {},
    }
    return link
  }

  private look(): void {
    if (this.isGone) throw new KafkaFault('retry', 'nobody is there')
  }

  private topics(): TopicAnswer[] {
    this.looks++
    const partitions = this.ends.map((_, index) => ({ index, leader: 1 }))
    return [{ error: 0, topic: this.topic, id: this.id, partitions }]
  }

  private async fetch(wanted: readonly Wanted[]): Promise<FetchedPartition[]> {
    this.look()
    this.fetches++
    const error = this.fetchError
    this.fetchError = 0
    const found = wanted.map(({ topicId, index, offset }) => {
      const end = this.ends[index]!
      const isBeyond = offset < this.start || offset > end
      const records = Array.from({ length: Math.min(this.size, end - offset) }, (_, i) => ({
        value: Buffer.from(`${offset + i}`),
      }))
      return {
        ...{ topicId, index, error: error || Number(isBeyond), highWatermark: end },
        ...{ logStart: this.start, aborted: [] },
        bytes: records.length > 0 ? batchBytes({ firstOffset: offset, records }) : null,
      }
    })
    await this.slow
    if (found.every(({ bytes }) => !bytes)) await new Promise((resolve) => setTimeout(resolve, 5))
    return found
  }
}
