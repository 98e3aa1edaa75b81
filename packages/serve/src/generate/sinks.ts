import type { Access } from '@coelho/kafka'
import type { EventLog } from '@coelho/runtime'
import { type Output, write } from '../terminal.js'
import type { Sink } from './pace.js'

/** Lines of JSON, an event each: what `coelho train --input` reads. */
export function lineSink(output: Output): Sink {
  return {
    name: 'standard output',
    write: (records) => write(output, records.map(({ value }) => `${value}\n`).join('')),
    close: async () => {},
  }
}

/** An embedded log; made, with so many partitions, where there is none. */
export async function logSink(folder: string, partitions: number | undefined): Promise<Sink> {
  const { EventLog } = await import('@coelho/runtime')
  const log = await EventLog.open(folder, {
    sync: false,
    ...(partitions === undefined ? {} : { partitions }),
  })
  return sinkOf(log)
}

/** A log that is open already. */
export function sinkOf(log: EventLog): Sink {
  return {
    name: log.name,
    write: async (records) => {
      await log.append(records)
      return true
    },
    close: () => log.close(),
  }
}

/** Topics of Kafka: events on one, labels on the same or on one of their own. */
export async function kafkaSink(
  access: Access,
  topics: { readonly events: string; readonly labels: string },
): Promise<Sink> {
  const { KafkaProducer } = await import('@coelho/kafka')
  const producer = new KafkaProducer(access)
  return {
    name: `kafka:${[...new Set(Object.values(topics))].join(',')}`,
    write: async (records) => {
      const placed = records.map((record) => ({ ...record, topic: topics[record.topic] }))
      await producer.write(placed).catch(advise)
      return true
    },
    close: () => producer.close(),
  }
}

function advise(error: Error): never {
  const isUnknown = error.message.endsWith('there is no such topic.')
  if (isUnknown) error.message += ' Make it: kafka-topics.sh --create, with its partitions.'
  throw error
}
