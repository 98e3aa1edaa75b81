import { InvalidOptionError, type Rules } from '@coelho/core'
import type { EventSource, Feed, Sharding } from '@coelho/runtime'
import { KafkaFeed } from './kafka-feed.js'
import { nameOf, READING_RULES, type ReadingOptions, readingOptions } from './reading-options.js'

export interface KafkaSourceOptions extends ReadingOptions {
  /** Workers of one group share the partitions; a project has a group of its own. */
  readonly groupId: string
  /** One worker gets all partitions and the others stand by; or each some, with a model each. */
  readonly sharding?: Sharding
  /** A worker that is not heard of for so long has lost its partitions. */
  readonly sessionMs?: number
  /** A trainer that takes nothing for so long gives its partitions up. */
  readonly stuckMs?: number
  /** How often it is looked whether topics have got more partitions. */
  readonly metadataMs?: number
}

const RULES: Rules<KafkaSourceOptions> = {
  ...READING_RULES,
  groupId: { kind: 'string' },
  sharding: { kind: 'string', default: 'single', choices: ['single', 'partition'] },
  sessionMs: { kind: 'integer', default: 10_000, atLeast: 1000 },
  stuckMs: { kind: 'integer', default: 300_000, atLeast: 1000 },
  metadataMs: { kind: 'integer', default: 30_000, atLeast: 100 },
}

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
    this.options = readingOptions('KafkaSource', given, RULES)
    const { topics, groupId, sharding } = this.options
    if (groupId === '') {
      throw new InvalidOptionError('KafkaSource', 'groupId', 'must have a name', groupId)
    }
    this.name = nameOf(topics)
    this.sharding = sharding
  }

  async open(): Promise<Feed> {
    return new KafkaFeed(this.name, this.options)
  }
}
