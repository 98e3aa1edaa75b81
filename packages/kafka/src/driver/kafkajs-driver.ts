import { SourceError } from '@coelho/runtime'
import type { Access } from '../access/access.js'
import type { Identity } from '../wire/batch-writer.js'
import { Reader, safeNumber, Writer } from '../wire/bytes.js'
import type { Exchange } from '../wire/exchange.js'
import { type FetchedPartition, type FetchLimits, fetch, type Wanted } from '../wire/fetch.js'
import { metadata, type Node, type TopicAnswer } from '../wire/metadata.js'
import { type Outgoing, produce } from '../wire/produce.js'
import { type Client, createClient } from './client.js'
import { faultOf, faultOfCode, UNKNOWN_TOPIC } from './faults.js'
import {
  type Joined,
  type JoinRequest,
  type KafkaDriver,
  KafkaFault,
  type KafkaLink,
  type LedPartition,
  type Member,
  type OffsetRange,
  type Shared,
  type TopicPartition,
} from './kafka-driver.js'
import { type Broker, type Cluster, createCluster } from './kafkajs-package.js'

const TOPIC_RESOURCE = 2
const CLEANUP = 'cleanup.policy'
const EARLIEST = -2
const LATEST = -1

/**
 * Kafka by the connections of kafkajs: its sockets, authentication and group requests. Its
 * consumer is not used, since it moves offsets by itself and cannot be told not to; topics are
 * asked for by their id, so that one that was made anew is never taken for the old one.
 */
export class KafkajsDriver implements KafkaDriver {
  private readonly access: Readonly<Required<Access>>

  constructor(access: Readonly<Required<Access>>) {
    this.access = access
  }

  async connect(): Promise<KafkaLink> {
    const client = createClient(this.access)
    const cluster = createCluster(client.kafka)
    try {
      await cluster.brokerPool.connect()
      checkVersions(cluster)
    } catch (error) {
      client.destroy()
      throw faultOf(error, 'connecting')
    }
    return new KafkajsLink(client, cluster)
  }
}

function checkVersions({ brokerPool: { versions } }: Cluster): void {
  // kafkajs takes a connection on which this question was not answered for a good one.
  if (!versions) throw new KafkaFault('retry', 'connecting: no answer')
  const wanted = [fetch([], { maxWaitMs: 0, maxBytes: 0, maxBytesPerPartition: 0 }), metadata([])]
  const missing = wanted.some(({ key, version }) => (versions[key]?.maxVersion ?? 0) < version)
  if (missing) throw new SourceError('Kafka', 'the brokers must be of release 3.1 or newer')
}

class KafkajsLink implements KafkaLink {
  readonly #client: Client
  readonly #cluster: Cluster
  readonly #nodes: Map<number, Node> = new Map()
  readonly #brokers: Map<number, Promise<Broker>> = new Map()
  readonly #coordinators: Map<string, Promise<Broker>> = new Map()

  constructor(client: Client, cluster: Cluster) {
    this.#client = client
    this.#cluster = cluster
  }

  async topics(names: readonly string[]): Promise<readonly TopicAnswer[]> {
    const { seedBroker } = this.#cluster.brokerPool
    const answer = await this.#send(seedBroker, metadata(names))
    for (const node of answer.nodes) this.#nodes.set(node.node, node)
    for (const { topic, error } of answer.topics) {
      if (error === UNKNOWN_TOPIC || error === 0) continue
      throw faultOfCode(error, `asking for the topic ${topic}`)
    }
    return answer.topics.filter(({ error }) => error === 0)
  }

  async compacted(topics: readonly string[]): Promise<ReadonlySet<string>> {
    const configNames = [CLEANUP]
    const resources = topics.map((name) => ({ type: TOPIC_RESOURCE, name, configNames }))
    const { seedBroker } = this.#cluster.brokerPool
    try {
      const answer = await seedBroker.describeConfigs({ resources })
      const compacted = answer.resources.filter(({ configEntries }) =>
        configEntries.some((one) => one.configName === CLEANUP && /compact/.test(one.configValue)),
      )
      return new Set(compacted.map(({ resourceName }) => resourceName))
    } catch (error) {
      const fault = faultOf(error, 'asking how topics are cleaned up')
      // Not everybody may ask for this; then a topic is taken for one that keeps its records.
      if (fault instanceof KafkaFault && fault.kind === 'fatal') return new Set()
      throw fault
    }
  }

  async ranges(partitions: readonly LedPartition[]): Promise<readonly OffsetRange[]> {
    const leaders = [...new Set(partitions.map(({ leader }) => leader))]
    const found = await Promise.all(
      leaders.map(async (leader) => {
        const led = partitions.filter((one) => one.leader === leader)
        const starts = await this.#list(leader, led, EARLIEST)
        const ends = await this.#list(leader, led, LATEST)
        return led.map(({ topic, index }, i) => ({
          topic,
          index,
          start: starts[i]!,
          end: ends[i]!,
        }))
      }),
    )
    return found.flat()
  }

  async fetch(
    node: number,
    wanted: readonly Wanted[],
    limits: FetchLimits,
  ): Promise<readonly FetchedPartition[]> {
    const broker = await this.#broker(node)
    const { error, partitions } = await this.#send(broker, fetch(wanted, limits), limits.maxWaitMs)
    if (error !== 0) throw faultOfCode(error, 'fetching')
    return partitions
  }

  async identify(): Promise<Identity> {
    const { seedBroker } = this.#cluster.brokerPool
    const wanted = { transactionTimeout: 60_000 }
    const { producerId, producerEpoch } = await seedBroker.initProducerId(wanted).catch((error) => {
      throw faultOf(error, 'asking for a producer id')
    })
    return { id: BigInt(producerId), epoch: producerEpoch }
  }

  async produce(node: number, batches: readonly Outgoing[], timeoutMs: number) {
    const broker = await this.#broker(node)
    return this.#send(broker, produce(batches, timeoutMs), timeoutMs)
  }

  async join(request: JoinRequest): Promise<Joined> {
    const { groupId, memberId, protocol, metadata, sessionMs, rebalanceMs } = request
    const joined = await this.#coordinate(groupId, 'joining the group', (broker) =>
      broker.joinGroup({
        ...{ groupId, memberId, sessionTimeout: sessionMs, rebalanceTimeout: rebalanceMs },
        groupProtocols: [{ name: protocol, metadata }],
      }),
    )
    return {
      ...{ generation: joined.generationId, memberId: joined.memberId },
      isLeader: joined.leaderId === joined.memberId,
      members: joined.members.map((one) => ({
        memberId: one.memberId,
        metadata: one.memberMetadata,
      })),
    }
  }

  async sync(
    { groupId, memberId, generation }: Member,
    shared: readonly Shared[],
  ): Promise<Buffer> {
    const groupAssignment = shared.map((one) => ({
      memberId: one.memberId,
      memberAssignment: one.assignment,
    }))
    const { memberAssignment } = await this.#coordinate(groupId, 'sharing out', (broker) =>
      broker.syncGroup({ groupId, memberId, generationId: generation, groupAssignment }),
    )
    return memberAssignment
  }

  async heartbeat({ groupId, memberId, generation }: Member): Promise<void> {
    const request = { groupId, memberId, groupGenerationId: generation }
    await this.#coordinate(groupId, 'heartbeat', (broker) => broker.heartbeat(request))
  }

  async commit(
    { groupId, memberId, generation }: Member,
    next: ReadonlyMap<TopicPartition, number>,
  ): Promise<void> {
    const topics = [...new Set([...next.keys()].map(({ topic }) => topic))].map((topic) => ({
      topic,
      partitions: [...next]
        .filter(([one]) => one.topic === topic)
        .map(([{ index }, offset]) => ({ partition: index, offset: String(offset) })),
    }))
    const request = { groupId, memberId, groupGenerationId: generation, topics }
    await this.#coordinate(groupId, 'commit', (broker) => broker.offsetCommit(request))
  }

  async leave({ groupId, memberId }: Member): Promise<void> {
    const request = { groupId, memberId }
    await this.#coordinate(groupId, 'leaving', (broker) => broker.leaveGroup(request))
  }

  close(): void {
    this.#client.destroy()
  }

  async #list(node: number, led: readonly LedPartition[], timestamp: number): Promise<number[]> {
    const topics = [...new Set(led.map(({ topic }) => topic))].map((topic) => ({
      topic,
      partitions: led
        .filter((one) => one.topic === topic)
        .map(({ index }) => ({ partition: index, timestamp })),
    }))
    const broker = await this.#broker(node)
    const { responses } = await broker
      .listOffsets({ replicaId: -1, isolationLevel: 0, topics })
      .catch((error) => {
        throw faultOf(error, 'asking for offsets')
      })
    return led.map(({ topic, index }) => {
      const found = responses.find((one) => one.topic === topic)
      const { offset } = found!.partitions.find(({ partition }) => partition === index)!
      return safeNumber(BigInt(offset))
    })
  }

  async #send<T>(broker: Broker, { key, name, version, ask, read }: Exchange<T>, waitMs = 0) {
    const encode = async () => {
      const writer = new Writer()
      ask(writer)
      const buffer = writer.finished()
      return { buf: buffer, buffer }
    }
    const decode = async (bytes: Buffer) => ({ answer: read(new Reader(bytes)) })
    const parse = async ({ answer }: { answer: T }) => answer
    try {
      const request = { apiKey: key, apiName: name, apiVersion: version, encode }
      const requestTimeout = waitMs + 5000
      const pool = broker.connectionPool
      return (await pool.send({ request, response: { decode, parse }, requestTimeout })) as T
    } catch (error) {
      throw faultOf(error, name)
    }
  }

  async #coordinate<T>(
    groupId: string,
    doing: string,
    work: (broker: Broker) => Promise<T>,
  ): Promise<T> {
    try {
      const known = this.#coordinators.get(groupId) ?? this.#findCoordinator(groupId)
      this.#coordinators.set(groupId, known)
      return await work(await known)
    } catch (error) {
      this.#coordinators.delete(groupId)
      throw faultOf(error, doing)
    }
  }

  async #findCoordinator(groupId: string): Promise<Broker> {
    const { seedBroker } = this.#cluster.brokerPool
    const wanted = { groupId, coordinatorType: 0 }
    const { coordinator } = await seedBroker.findGroupCoordinator(wanted)
    const { nodeId: node, host, port } = coordinator
    this.#nodes.set(node, { node, host, port })
    return this.#broker(node)
  }

  #broker(node: number): Promise<Broker> {
    const known = this.#brokers.get(node)
    if (known) return known
    const connecting = this.#connect(node)
    this.#brokers.set(node, connecting)
    connecting.catch(() => this.#brokers.delete(node))
    return connecting
  }

  async #connect(node: number): Promise<Broker> {
    const { brokerPool } = this.#cluster
    const { host, port } = this.#nodes.get(node) ?? { host: '', port: 0 }
    const connectionPool = await brokerPool.connectionPoolBuilder.build({ host, port })
    const broker = brokerPool.createBroker({
      ...{ logger: brokerPool.rootLogger, versions: brokerPool.versions },
      ...{ connectionPool, nodeId: node },
    })
    await broker.connect().catch((error) => {
      throw faultOf(error, `connecting to node ${node}`)
    })
    return broker
  }
}
