import type { Access } from '@coelho/kafka'
import type { Command } from 'commander'
import type { LoadedConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'

/** Where the events of a project are: one of them. */
export type Place =
  | { readonly log: string }
  | { readonly input: string }
  | { readonly kafka: Access; readonly topics: readonly string[] }

export interface PlaceGiven {
  readonly log?: string | undefined
  readonly input?: string | undefined
  readonly brokers?: readonly string[] | undefined
  readonly topic?: readonly string[] | undefined
}

/** The one place that is meant: what is asked for in the command counts before what is set up. */
export function placeOf(
  given: PlaceGiven,
  config: LoadedConfig,
  project: string,
  command: Command,
): Place {
  const { log, input, brokers, topic } = given
  const asksKafka = command.getOptionValueSource('brokers') === 'cli'
  const asked = [log !== undefined, input !== undefined, asksKafka].filter(Boolean)
  if (asked.length > 1) throw new UsageError('give one of --log, --input and --brokers.')
  if (log !== undefined) return { log }
  if (input !== undefined) return { input }
  const kafka = kafkaAccess(config, brokers)
  if (!kafka) {
    throw new UsageError('where do events come from? Give one of --log, --input and --brokers.')
  }
  return { kafka, topics: topic ?? topicsOf(config, project) }
}

/** The topics of a project in Kafka. */
export function topicsOf({ kafka }: LoadedConfig, project: string): readonly string[] {
  const topics = kafka?.topics?.[project] ?? project
  return typeof topics === 'string' ? [topics] : topics
}

/** How Kafka is reached; `undefined` where nothing says where it is. */
export function kafkaAccess(
  { kafka }: LoadedConfig,
  given: readonly string[] | undefined,
): Access | undefined {
  const { topics: _, ...access } = kafka ?? {}
  const brokers = given ?? access.brokers
  return brokers && { ...access, brokers }
}
