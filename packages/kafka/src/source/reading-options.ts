import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import { ACCESS_RULES, type Access, checkAccess } from '../access/access.js'
import type { KafkaDriver } from '../driver/kafka-driver.js'
import { KafkajsDriver } from '../driver/kafkajs-driver.js'

/** What whoever reads topics can be told. */
export interface ReadingOptions extends Access {
  /** Topics whose events belong together: `['transactions', 'labels']`. */
  readonly topics: readonly string[]
  /** Brokers that give no answer for so long end it with an error. */
  readonly patienceMs?: number
  /** A fetch waits so long for something new. */
  readonly maxWaitMs?: number
  readonly maxBytes?: number
  readonly maxBytesPerPartition?: number
  /** Takes one line for each thing that somebody who runs it should know. */
  readonly log?: (line: string) => void
  /** Another client of Kafka than kafkajs. */
  readonly driver?: KafkaDriver | null
}

export const READING_RULES: Rules<ReadingOptions> = {
  ...ACCESS_RULES,
  topics: { kind: 'strings' },
  patienceMs: { kind: 'integer', default: 120_000, atLeast: 1000 },
  maxWaitMs: { kind: 'integer', default: 250, atLeast: 1 },
  maxBytes: { kind: 'integer', default: 8 << 20, atLeast: 1 },
  maxBytesPerPartition: { kind: 'integer', default: 1 << 20, atLeast: 1 },
  log: { kind: 'function', default: () => {} },
  driver: { kind: 'object', default: null, nullable: true },
}

const TOPIC = /^[A-Za-z0-9._-]{1,249}$/

/** Checked and completed. */
export function readingOptions<Options extends ReadingOptions>(
  who: string,
  given: Options,
  rules: Rules<Options>,
): Readonly<Required<Options>> & { readonly driver: KafkaDriver } {
  const options = resolveOptions(who, given, rules) as Readonly<Required<Options>>
  const reading = options as Readonly<Required<ReadingOptions>>
  const { topics, driver } = reading
  checkAccess(who, reading)
  const odd = topics.find((topic) => !TOPIC.test(topic))
  if (odd !== undefined || topics.length === 0 || new Set(topics).size < topics.length) {
    const expected = 'must be a list of topics, each once'
    throw new InvalidOptionError(who, 'topics', expected, odd ?? topics)
  }
  return { ...options, driver: driver ?? new KafkajsDriver(reading) }
}

/** What a source or a log of these topics is called in messages. */
export function nameOf(topics: readonly string[]): string {
  return `kafka:${topics.join(',')}`
}
