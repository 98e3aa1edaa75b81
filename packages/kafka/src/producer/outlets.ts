import type { DeadLetter, Outlet, Prediction } from '@coelho/runtime'
import type { KafkaProducer } from './kafka-producer.js'

/**
 * A topic for events that could not be used: the value as it came, the reason and the place in
 * headers, and the place as key, so that one that is told twice after a crash is known by it.
 *
 * @example
 * const producer = new KafkaProducer({ brokers: ['localhost:9092'] })
 * const deadLetters = deadLetterTopic(producer, 'transactions.dead', 'fraud')
 * await deadLetters.write([]) // => undefined
 * // await train(project, { source, store, deadLetters })
 */
export function deadLetterTopic(
  producer: KafkaProducer,
  topic: string,
  project: string,
): Outlet<DeadLetter> {
  return {
    write: (letters) =>
      producer.write(
        letters.map(({ partition, offset, reason, value }) => ({
          ...{ topic, key: `${partition}:${offset}`, value },
          headers: { reason, partition, offset: String(offset), project },
        })),
      ),
  }
}

/**
 * A topic for predictions, as JSON, by the id of what they are of.
 *
 * @example
 * const producer = new KafkaProducer({ brokers: ['localhost:9092'] })
 * const predictions = predictionTopic(producer, 'transactions.scores', 'fraud')
 * await predictions.write([]) // => undefined
 * // await train(project, { source, store, predictions })
 */
export function predictionTopic(
  producer: KafkaProducer,
  topic: string,
  project: string,
): Outlet<Prediction> {
  return {
    write: (predictions) =>
      producer.write(
        predictions.map(({ partition, offset, id, time, answer }) => ({
          ...{ topic, key: id, time },
          value: JSON.stringify({ id, answer, partition, offset }, plain),
          headers: { project },
        })),
      ),
  }
}

/** Chances are kept in a `Map`, which JSON does not know. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}
