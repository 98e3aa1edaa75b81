// A worker that learns from Kafka: each event exactly once, however often it is killed. Where it
// stands is in its checkpoints, together with what it has learned.
//
//   KAFKA_BROKERS=localhost:9092 node examples/kafka/worker.mjs [--until-end]
import { deadLetterTopic, KafkaProducer, KafkaSource } from '@coelho/kafka'
import { openStore, RuntimeError, train } from '@coelho/runtime'
import { payments } from './project.mjs'

const { KAFKA_BROKERS = 'localhost:9092', TOPIC = 'payments' } = process.env
const { STORE = 'checkpoints', SESSION_MS = '10000' } = process.env
const brokers = KAFKA_BROKERS.split(',')

// Told to end, it writes a last checkpoint and says goodbye to the group.
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())

try {
  const producer = new KafkaProducer({ brokers })
  await train(payments, {
    source: new KafkaSource({
      ...{ brokers, topics: [TOPIC], groupId: TOPIC },
      sessionMs: Number(SESSION_MS), // of one that was killed the next one knows after this
      log: console.error,
    }),
    store: await openStore(STORE), // a folder, or s3://bucket/prefix
    deadLetters: deadLetterTopic(producer, `${TOPIC}.dead`, payments.name),
    everyEvents: 1000,
    untilDrained: process.argv.includes('--until-end'),
    signal: stop.signal,
    onSaved: ({ generation, events }, { dead }) => {
      console.log(JSON.stringify({ checkpoint: generation, events, dead }))
    },
  })
  await producer.close()
} catch (error) {
  console.error(error instanceof RuntimeError ? error.message : error)
  // Whatever runs it starts it again: a start is a recovery.
  process.exit(error instanceof RuntimeError ? error.exitCode : 20)
}
