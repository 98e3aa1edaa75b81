import type { Sharding } from '@coelho/runtime'
import kafkajs from 'kafkajs'
import type { TopicPartition } from '../driver/kafka-driver.js'

/** What a member tells the one who shares out. */
export interface Standing {
  /** The generation in which it last had partitions; -1 if never. */
  readonly owned: number
  /** When it first joined, by its own clock: who waits longest is next. */
  readonly since: number
}

export interface Candidate extends Standing {
  readonly memberId: string
}

const VERSION = 0

/** The name under which members agree: two ways of sharing in one group are refused by Kafka. */
export function protocolName(sharding: Sharding): string {
  return `coelho-${sharding}`
}

export function writeStanding(topics: readonly string[], standing: Standing): Buffer {
  const userData = Buffer.from(JSON.stringify(standing))
  const { MemberMetadata } = kafkajs.AssignerProtocol
  return MemberMetadata.encode({ version: VERSION, topics: [...topics], userData })
}

export function readStanding(memberId: string, metadata: Buffer): Candidate {
  const { userData } = kafkajs.AssignerProtocol.MemberMetadata.decode(metadata) ?? {}
  const { owned, since } = JSON.parse(userData?.toString() || '{}') as Partial<Standing>
  return { memberId, owned: Number(owned ?? -1), since: Number(since ?? 0) }
}

export function writeShare(partitions: readonly TopicPartition[]): Buffer {
  const assignment: Record<string, number[]> = Object.create(null)
  for (const { topic, index } of partitions) {
    assignment[topic] ??= []
    assignment[topic].push(index)
  }
  return kafkajs.AssignerProtocol.MemberAssignment.encode({
    ...{ version: VERSION, assignment, userData: Buffer.alloc(0) },
  })
}

export function readShare(bytes: Buffer): TopicPartition[] {
  const decoded = kafkajs.AssignerProtocol.MemberAssignment.decode(bytes)
  const topics = Object.entries(decoded?.assignment ?? {})
  return topics.flatMap(([topic, indices]) => indices.map((index) => ({ topic, index })))
}

/**
 * Who gets which partitions. `single`: all go to the one that had them last, or else has waited
 * longest; the others stand by. `partition`: in turn, the same number of each topic to one member,
 * so that an event and its label meet.
 */
export function share(
  sharding: Sharding,
  members: readonly Candidate[],
  partitions: readonly TopicPartition[],
): Map<string, TopicPartition[]> {
  const ordered = [...members].sort(sharding === 'single' ? byRight : byName)
  const shares = new Map<string, TopicPartition[]>(ordered.map(({ memberId }) => [memberId, []]))
  for (const partition of partitions) {
    const turn = sharding === 'single' ? 0 : partition.index % ordered.length
    shares.get(ordered[turn]!.memberId)!.push(partition)
  }
  return shares
}

function byRight(a: Candidate, b: Candidate): number {
  return b.owned - a.owned || a.since - b.since || byName(a, b)
}

function byName(a: Candidate, b: Candidate): number {
  return a.memberId < b.memberId ? -1 : 1
}
