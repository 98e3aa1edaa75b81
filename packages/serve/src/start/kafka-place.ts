import type { Access } from '@coelho/kafka'
import type { NewRecord, ReadableLog } from '@coelho/runtime'
import type { EventPlace, Stands } from '../serving/event-place.js'

/** The topics of a project in Kafka: what is to be learned goes to the first of them. */
export async function kafkaPlace(access: Access, topics: readonly string[]): Promise<EventPlace> {
  const { KafkaLog, KafkaProducer } = await import('@coelho/kafka')
  const log: ReadableLog = new KafkaLog({ ...access, topics })
  const producer = new KafkaProducer(access)
  return {
    log,
    append: async (records: readonly NewRecord[]): Promise<Stands[]> => {
      await producer.write(records.map((record) => ({ ...record, topic: topics[0]! })))
      return records.map(() => ({ partition: null, offset: null }))
    },
    close: async () => void (await Promise.all([log.close(), producer.close()])),
  }
}
