import { SourceError } from '@coelho/runtime'
import type { Kafka } from 'kafkajs'

/** What of kafkajs is used beyond its documented parts. */
export interface Cluster {
  readonly brokerPool: {
    connect(): Promise<void>
    readonly seedBroker: Broker
    readonly versions: Record<number, { readonly maxVersion: number }> | null
    readonly rootLogger: unknown
    readonly connectionPoolBuilder: {
      build(at: { host: string; port: number }): Promise<ConnectionPool>
    }
    createBroker(options: object): Broker
  }
}

export interface ConnectionPool {
  send(protocol: object): Promise<unknown>
}

export interface Broker {
  readonly connectionPool: ConnectionPool
  connect(): Promise<void>
  isConnected(): boolean
  findGroupCoordinator(wanted: object): Promise<{ readonly coordinator: Coordinator }>
  joinGroup(wanted: object): Promise<Joined>
  syncGroup(wanted: object): Promise<{ readonly memberAssignment: Buffer }>
  initProducerId(
    wanted: object,
  ): Promise<{ readonly producerId: string; readonly producerEpoch: number }>
  heartbeat(wanted: object): Promise<unknown>
  leaveGroup(wanted: object): Promise<unknown>
  offsetCommit(wanted: object): Promise<unknown>
  describeConfigs(wanted: object): Promise<{ readonly resources: readonly DescribedTopic[] }>
  listOffsets(wanted: object): Promise<{ readonly responses: readonly ListedTopic[] }>
}

interface Coordinator {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

interface Joined {
  readonly generationId: number
  readonly leaderId: string
  readonly memberId: string
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[]
}

interface DescribedTopic {
  readonly resourceName: string
  readonly configEntries: readonly { readonly configName: string; readonly configValue: string }[]
}

interface ListedTopic {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
}

const CREATE = 'private:Kafka:createCluster'
const USED = ['connect', 'joinGroup', 'syncGroup', 'heartbeat', 'leaveGroup', 'offsetCommit']

/**
 * A cluster of kafkajs by itself, without its consumer. kafkajs says nothing of this part, so it
 * is looked at before it is used: another release refuses here, and not in the middle of a run.
 */
export function createCluster(client: Kafka): Cluster {
  const parts = client as unknown as Record<symbol, (options: object) => Cluster>
  const symbols = Object.getOwnPropertySymbols(client)
  const symbol = symbols.find(({ description }) => description === CREATE)
  if (!symbol) throw unknownRelease()
  const cluster = parts[symbol]!({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 })
  const { brokerPool } = cluster as Partial<Cluster>
  if (typeof brokerPool?.createBroker !== 'function') throw unknownRelease()
  if (typeof brokerPool.connectionPoolBuilder?.build !== 'function') throw unknownRelease()
  const connectionPool = { connectionTimeout: 1, host: '', port: 0 }
  const broker = brokerPool.createBroker({ logger: brokerPool.rootLogger, connectionPool })
  const methods = broker as unknown as Record<string, unknown>
  if (USED.some((name) => typeof methods[name] !== 'function')) throw unknownRelease()
  return cluster
}

function unknownRelease(): SourceError {
  return new SourceError('kafkajs', 'must be release 2.2.4, whose connections are used here')
}
