import { resolve } from 'node:path'
import type { Access } from '@coelho/kafka'
import type { TrainerOptions } from '@coelho/runtime'
import { DeadLetterFile } from './dead-letter-file.js'

/** Where a trainer's news are to go; nowhere unless told. */
export interface NewsPlaces {
  /** A file for events that could not be used. */
  readonly deadLetters?: string
  /** Topics of Kafka. */
  readonly deadLetterTopic?: string
  readonly predictionTopic?: string
  readonly kafka: Access | undefined
}

export interface OpenOutlets {
  readonly options: Pick<TrainerOptions, 'deadLetters' | 'predictions'>
  /** Partitions are read from these offsets on: what was told of them may be told again. */
  startFrom(positions: ReadonlyMap<string, number>): void
  close(): Promise<void>
}

export async function openOutlets(
  places: NewsPlaces,
  project: string,
  folder: string,
  log: (line: string) => void,
): Promise<OpenOutlets> {
  const topics = await openTopics(places, project, log)
  if (places.deadLetters === undefined) return { ...topics, startFrom: () => {} }
  const deadLetters = new DeadLetterFile(resolve(folder, places.deadLetters), project)
  return {
    options: { ...topics.options, deadLetters },
    startFrom: (positions) => deadLetters.startFrom(positions),
    close: async () => void (await Promise.all([deadLetters.close(), topics.close()])),
  }
}

/** The package for Kafka is loaded only where a topic is asked for. */
async function openTopics(
  { deadLetterTopic: dead, predictionTopic: said, kafka }: NewsPlaces,
  project: string,
  log: (line: string) => void,
): Promise<Pick<OpenOutlets, 'options' | 'close'>> {
  if (dead === undefined && said === undefined) return { options: {}, close: async () => {} }
  const { KafkaProducer, deadLetterTopic, predictionTopic } = await import('@coelho/kafka')
  const producer = new KafkaProducer({ ...kafka!, log })
  const options = {
    ...(dead === undefined ? {} : { deadLetters: deadLetterTopic(producer, dead, project) }),
    ...(said === undefined ? {} : { predictions: predictionTopic(producer, said, project) }),
  }
  return { options, close: () => producer.close() }
}
