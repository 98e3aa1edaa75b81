import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import type { EventSource, Feed, Sharding } from '@coelho/runtime'
import { ACCESS_RULES, type Access, checkAccess } from '../access/access.js'
import type { KafkaDriver } from '../driver/kafka-driver.js'
import { KafkajsDriver } from '../driver/kafkajs-driver.js'
import { KafkaFeed } from './kafka-feed.js'

export interface KafkaSourceOptions extends Access {
  /** Topics whose events are learned by one trainer: `['transactions', 'labels']`. */
  readonly topics: readonly string[]
  /** Workers of one group share the partitions; a project has a group of its own. */
  readonly groupId: string
  /** One worker gets all partitions and the others stand by; or each some, with a model each. */
  readonly sharding?: Sharding
  /** A worker that is not heard of for so long has lost its partitions. */
  readonly sessionMs?: number
  /** Brokers that give no answer for so long end the worker with an error. */
  readonly patienceMs?: number
  /** A trainer that takes nothing for so long gives its partitions up. */
  readonly stuckMs?: number
  /** How often it is looked whether topics have got more partitions. */
  readonly metadataMs?: number
  /** A fetch waits so long for something new. */
  readonly maxWaitMs?: number
  readonly maxBytes?: number
  readonly maxBytesPerPartition?: number
  /** Takes one line for each thing that somebody who runs it should know. */
  readonly log?: (line: string) => void
  /** Another client of Kafka than kafkajs. */
  readonly driver?: KafkaDriver | null
}

const RULES: Rules<KafkaSourceOptions> = {
  ...ACCESS_RULES,
  topics: { kind: 'strings' },
  groupId: { kind: 'string' },
  sharding: { kind: 'string', default: 'single', choices: ['single', 'partition'] },
  sessionMs: { kind: 'integer', default: 10_000, atLeast: 1000 },
  patienceMs: { kind: 'integer', default: 120_000, atLeast: 1000 },
  stuckMs: { kind: 'integer', default: 300_000, atLeast: 1000 },
  metadataMs: { kind: 'integer', default: 30_000, atLeast: 100 },
  maxWaitMs: { kind: 'integer', default: 250, atLeast: 1 },
  maxBytes: { kind: 'integer', default: 8 << 20, atLeast: 1 },
  maxBytesPerPartition: { kind: 'integer', default: 1 << 20, atLeast: 1 },
  log: { kind: 'function', default: () => {} },
  driver: { kind: 'object', default: null, nullable: true },
}

const TOPIC = /^[A-Za-z0-9._-]{1,249}$/

/**
 * Topics of Kafka as a source of events. Where a trainer stands is in its checkpoints: group
 * offsets are told to Kafka for tools that show the lag, and never read.
 *
 * @example
 * const source = new KafkaSource({
 *   brokers: ['localhost:9092'],
 *   topics: ['transactions', 'labels'],
 *   groupId: 'fraud',
 *   sasl: { mechanism: 'scram-sha-512', username: 'fraud', password: fromEnv('KAFKA_PASSWORD') },
 * })
 * source.name // => 'kafka:transactions,labels'
 */
export class KafkaSource implements EventSource {
  readonly name: string
  readonly sharding: Sharding
  readonly options: Readonly<Required<KafkaSourceOptions>>

  constructor(given: KafkaSourceOptions) {
    const resolved = resolveOptions('KafkaSource', given, RULES)
    const options = resolved as Readonly<Required<KafkaSourceOptions>>
    checkAccess('KafkaSource', options)
    const { topics, groupId } = options
    const odd = topics.find((topic) => !TOPIC.test(topic))
    if (odd !== undefined || topics.length === 0 || new Set(topics).size < topics.length) {
      const expected = 'must be a list of topics, each once'
      throw new InvalidOptionError('KafkaSource', 'topics', expected, odd ?? topics)
    }
    if (groupId === '') {
      throw new InvalidOptionError('KafkaSource', 'groupId', 'must have a name', groupId)
    }
    this.options = { ...options, driver: options.driver ?? new KafkajsDriver(options) }
    this.name = `kafka:${topics.join(',')}`
    this.sharding = options.sharding
  }

  async open(): Promise<Feed> {
    return new KafkaFeed(this.name, this.options)
  }
}
