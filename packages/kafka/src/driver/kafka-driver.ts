import type { Identity } from '../wire/batch-writer.js'
import type { FetchedPartition, FetchLimits, Wanted } from '../wire/fetch.js'
import type { TopicAnswer } from '../wire/metadata.js'
import type { Outgoing, ProducedPartition } from '../wire/produce.js'

/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string
  readonly index: number
}

/** What a partition is called outside of Kafka: in checkpoints, batches and messages. */
export function partitionName({ topic, index }: TopicPartition): string {
  return `${topic}/${index}`
}

/** A partition and the node that leads it. */
export interface LedPartition extends TopicPartition {
  readonly topicId: string
  readonly leader: number
}

/** Offsets that a partition has: from `start` up to, not with, `end`. */
export interface OffsetRange extends TopicPartition {
  readonly start: number
  readonly end: number
}

/** What a worker asks for when it joins a group. */
export interface JoinRequest {
  readonly groupId: string
  /** Empty for one that was no member before. */
  readonly memberId: string
  readonly protocol: string
  /** What the one who shares out is told of this member. */
  readonly metadata: Buffer
  readonly sessionMs: number
  readonly rebalanceMs: number
}

/** A membership, until the next rebalance. */
export interface Joined {
  readonly generation: number
  readonly memberId: string
  readonly isLeader: boolean
  /** Filled for the leader, which shares out. */
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[]
}

export interface Member {
  readonly groupId: string
  readonly memberId: string
  readonly generation: number
}

/** What was agreed in a group: the bytes that were written for each member. */
export interface Shared {
  readonly memberId: string
  readonly assignment: Buffer
}

/**
 * Connections to a cluster. A call either gives what was asked for or throws: a `KafkaFault` says
 * what is to be done. It never repeats a request by itself, and never moves an offset.
 */
export interface KafkaLink {
  topics(names: readonly string[]): Promise<readonly TopicAnswer[]>
  /** Those of them whose records may be replaced by later ones of their key. */
  compacted(topics: readonly string[]): Promise<ReadonlySet<string>>
  ranges(partitions: readonly LedPartition[]): Promise<readonly OffsetRange[]>
  fetch(
    node: number,
    wanted: readonly Wanted[],
    limits: FetchLimits,
  ): Promise<readonly FetchedPartition[]>
  /** A name for what writes, which nobody else has. */
  identify(): Promise<Identity>
  produce(
    node: number,
    batches: readonly Outgoing[],
    timeoutMs: number,
  ): Promise<readonly ProducedPartition[]>
  join(request: JoinRequest): Promise<Joined>
  /** `shared` is filled by the leader. */
  sync(member: Member, shared: readonly Shared[]): Promise<Buffer>
  heartbeat(member: Member): Promise<void>
  commit(member: Member, next: ReadonlyMap<TopicPartition, number>): Promise<void>
  leave(member: Member): Promise<void>
  /** Cuts all connections; calls under way fail. */
  close(): void
}

/** A client of Kafka, as far as a source needs one. */
export interface KafkaDriver {
  connect(): Promise<KafkaLink>
}

/**
 * - `retry`: a connection, a time-out, or something that is being moved: ask again, anew.
 * - `rejoin`: the group is being shared out again.
 * - `expelled`: the group does not know this member any more.
 * - `fatal`: asking again gives the same.
 */
export type FaultKind = 'retry' | 'rejoin' | 'expelled' | 'fatal'

export class KafkaFault extends Error {
  readonly kind: FaultKind

  constructor(kind: FaultKind, message: string) {
    super(message)
    this.name = 'KafkaFault'
    this.kind = kind
  }
}
