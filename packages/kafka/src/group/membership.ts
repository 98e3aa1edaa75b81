import { setTimeout as sleep } from 'node:timers/promises'
import { OffsetError, type Sharding, SourceError } from '@coelho/runtime'
import {
  type Joined,
  KafkaFault,
  type LedPartition,
  type Member,
  partitionName,
  type TopicPartition,
} from '../driver/kafka-driver.js'
import type { Line } from '../driver/line.js'
import type { TopicAnswer } from '../wire/metadata.js'
import {
  protocolName,
  readShare,
  readStanding,
  share,
  writeShare,
  writeStanding,
} from './sharing.js'

export interface MembershipOptions {
  readonly name: string
  readonly line: Line
  readonly topics: readonly string[]
  readonly groupId: string
  readonly sharding: Sharding
  readonly sessionMs: number
  /** How often the leader looks whether topics have got more partitions. */
  readonly metadataMs: number
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** Says why ownership has to be given up, while there is a reason. */
  readonly isStuck: () => string | undefined
  readonly onAssigned: (member: Member, partitions: readonly LedPartition[]) => void
  readonly onRevoked: (reason: string) => void
}

/**
 * A place in a consumer group: joins, shares out when it is asked to, sends heartbeats by a timer
 * of its own, and joins again after each rebalance. Between `onAssigned` and `onRevoked` the
 * partitions are ours as far as the group knows; what is in doubt is given up first.
 */
export class Membership {
  private readonly options: MembershipOptions
  private memberId = ''
  private owned = -1
  private readonly since: number = Date.now()
  private readonly ids: Map<string, string> = new Map()
  private member: Member | undefined
  private missing: string | undefined

  constructor(options: MembershipOptions) {
    this.options = options
  }

  /** Ends only by an error: one of ours, or the signal's. */
  async run(): Promise<never> {
    for (;;) {
      try {
        await this.live()
      } catch (error) {
        this.options.signal.throwIfAborted()
        if (!(error instanceof KafkaFault)) throw error
        if (error.kind === 'fatal') throw new SourceError(this.options.name, error.message)
        if (error.kind === 'expelled') this.memberId = ''
        if (error.kind === 'retry') await this.options.line.pause(error)
      }
    }
  }

  /** Says goodbye, so that the others need not wait for the session to end. */
  async leave(): Promise<void> {
    const { member } = this
    if (member) await this.options.line.once((link) => link.leave(member))
  }

  /** One generation: from joining to the reason why it ends. */
  private async live(): Promise<void> {
    const { line, name, log, onAssigned, onRevoked } = this.options
    const joined = await line.once((link) => link.join(this.request()))
    const { generation, memberId, isLeader } = joined
    this.memberId = memberId
    const member = { groupId: this.options.groupId, memberId, generation }
    this.member = member
    const topics = await this.look()
    const shared = isLeader ? this.shareOut(joined, topics) : []
    const mine = readShare(await line.once((link) => link.sync(member, shared)))
    const partitions = led(mine, topics)
    if (partitions.length > 0) this.owned = generation
    const what = mine.map(partitionName).join(', ') || 'stands by'
    log(`${name}: generation ${generation} of group ${this.options.groupId}: ${what}`)
    onAssigned(member, partitions)
    try {
      const reason = await this.beat(member, isLeader ? topics : [])
      onRevoked(reason)
    } catch (error) {
      onRevoked((error as Error).message)
      throw error
    }
  }

  private request() {
    const { groupId, sessionMs, sharding, topics } = this.options
    const standing = { owned: this.owned, since: this.since }
    return {
      ...{ groupId, memberId: this.memberId, sessionMs, rebalanceMs: 3 * sessionMs },
      ...{ protocol: protocolName(sharding), metadata: writeStanding(topics, standing) },
    }
  }

  private shareOut({ members }: Joined, topics: readonly TopicAnswer[]) {
    const candidates = members.map(({ memberId, metadata }) => readStanding(memberId, metadata))
    const partitions = topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ index }) => ({ topic, index })),
    )
    const ordered = partitions.sort((a, b) => (a.topic < b.topic ? -1 : 1) || a.index - b.index)
    const shares = share(this.options.sharding, candidates, ordered)
    return [...shares].map(([memberId, one]) => ({ memberId, assignment: writeShare(one) }))
  }

  /** The topics as they are; an error where one is not the topic that it was. */
  async look(): Promise<readonly TopicAnswer[]> {
    const { line, topics: names, name, log } = this.options
    const topics = await line.once((link) => link.topics(names))
    for (const { topic, id } of topics) {
      if ((this.ids.get(topic) ?? id) !== id) {
        throw new OffsetError(name, `the topic ${topic} was deleted and made again: it is another`)
      }
      this.ids.set(topic, id)
    }
    const missing = names.find((topic) => !topics.some((one) => one.topic === topic))
    if (missing !== undefined && missing !== this.missing) {
      log(`${name}: the topic ${missing} is not there: waiting for it`)
    }
    this.missing = missing
    if (missing !== undefined) throw new KafkaFault('retry', `the topic ${missing} is not there`)
    return topics
  }

  /** Heartbeats until there is a reason to join again. */
  private async beat(member: Member, topics: readonly TopicAnswer[]): Promise<string> {
    const { sessionMs, metadataMs, signal, isStuck } = this.options
    let heard = performance.now()
    let looked = heard
    for (;;) {
      await sleep(sessionMs / 4, undefined, { signal })
      const stuck = isStuck()
      if (stuck) {
        await this.leave()
        this.memberId = ''
        return stuck
      }
      const silence = await this.heartbeat(member, heard + sessionMs)
      if (silence) return silence
      heard = performance.now()
      if (topics.length === 0 || heard - looked < metadataMs) continue
      looked = heard
      const now = await this.look().catch((error) => this.unlessPassing(error))
      if (now && count(now) !== count(topics)) return 'topics have other partitions now'
    }
  }

  /** `undefined` once it was heard; else why it is no use to wait longer. */
  private async heartbeat(member: Member, until: number): Promise<string | undefined> {
    const { line, signal } = this.options
    const late = `the group has heard nothing of us for ${this.options.sessionMs} ms`
    for (;;) {
      const left = until - performance.now()
      if (left <= 0) return late
      const clock = new AbortController()
      const stop = () => clock.abort()
      const timer = sleep(left, late, { signal: clock.signal })
      timer.catch(() => {})
      // Not by `AbortSignal.any`: the signal would remember each that was ever made of it.
      signal.addEventListener('abort', stop)
      try {
        const beat = line.once((link) => link.heartbeat(member)).then(() => undefined)
        beat.catch(() => {})
        return await Promise.race([beat, timer])
      } catch (error) {
        this.unlessPassing(error)
        await sleep(50, undefined, { signal })
      } finally {
        signal.removeEventListener('abort', stop)
        stop()
      }
    }
  }

  private unlessPassing(error: unknown): undefined {
    if (error instanceof KafkaFault && error.kind === 'retry') return undefined
    throw error
  }
}

function led(mine: readonly TopicPartition[], topics: readonly TopicAnswer[]): LedPartition[] {
  return mine.flatMap(({ topic, index }) => {
    const found = topics.find((one) => one.topic === topic)
    const partition = found?.partitions.find((one) => one.index === index)
    // One that was added since we looked: it is shared out again once the leader has seen it.
    return partition ? [{ topic, index, topicId: found!.id, leader: partition.leader }] : []
  })
}

function count(topics: readonly TopicAnswer[]): number {
  return topics.reduce((sum, { partitions }) => sum + partitions.length, 0)
}
