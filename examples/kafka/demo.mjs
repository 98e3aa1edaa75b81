// Writes 20,000 payments to a topic, and kills the worker twice while it learns them. Then all is
// learned once more in the recorded order: the same bytes say that nothing was lost or doubled.
//
//   node examples/kafka/demo.mjs                              with a broker of its own
//   KAFKA_BROKERS=localhost:9092 node examples/kafka/demo.mjs   with yours
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { KafkaLog, KafkaProducer } from '@coelho/kafka'
import { Checkpoints, openStore, verify } from '@coelho/runtime'
import { cards } from '@coelho/runtime/generator'
import { Kafka, logLevel } from 'kafkajs'
import { payments } from './project.mjs'

const EVENTS = 20_000
const KILLS = [5000, 12_000]

const own = process.env.KAFKA_BROKERS ? undefined : await startBroker()
const brokers = own?.brokers ?? process.env.KAFKA_BROKERS.split(',')
const topic = `payments-${Date.now()}`
const store = await mkdtemp(join(tmpdir(), 'coelho-example-'))

async function startBroker() {
  console.log('Starting a Kafka broker on this machine.')
  const { start } = await import('../../scripts/services/kafka.mjs')
  return start()
}

async function fill() {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const topics = [
    { topic, numPartitions: 3 },
    { topic: `${topic}.dead`, numPartitions: 1 },
  ]
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()

  const producer = new KafkaProducer({ brokers })
  const events = cards({ seed: 'kafka', count: EVENTS, malformed: 0.001 })
  await producer.writeAll([...events].map((record) => ({ ...record, topic })))
  await producer.close()
}

/** Runs a worker until it ends, or has learned so many events: then it is killed. */
async function work(killAt = Infinity) {
  const program = fileURLToPath(new URL('worker.mjs', import.meta.url))
  const env = { KAFKA_BROKERS: brokers.join(','), TOPIC: topic, STORE: store }
  const worker = spawn(process.execPath, [program, '--until-end'], {
    env: { ...process.env, SESSION_MS: own ? '1000' : '6000', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(worker, 'exit')
  let last
  for await (const line of createInterface({ input: worker.stdout })) {
    last = JSON.parse(line)
    if (last.events >= killAt) worker.kill('SIGKILL')
  }
  const [code] = await ended
  const how = code === 0 ? 'ended by itself' : code === null ? 'killed' : `ended with ${code}`
  console.log(`worker ${worker.pid}: ${how} after checkpoint ${last?.checkpoint ?? '-'}`)
  if (code) throw new Error(`the worker ended with ${code}`)
}

try {
  await fill()
  console.log(`${EVENTS} payments are in the topic ${topic}.`)
  for (const killAt of [...KILLS, Infinity]) await work(killAt)

  const checkpoints = new Checkpoints(await openStore(store), payments.name)
  const { manifest } = await checkpoints.newest()
  console.log(`\nlearned: ${manifest.events} of ${EVENTS} payments`)
  const log = new KafkaLog({ brokers, topics: [topic] })
  const { isSame } = await verify(payments, checkpoints, log)
  await log.close()
  console.log(`learned again without a kill: ${isSame ? 'the same, to the last bit' : 'DIFFERENT'}`)
} finally {
  await rm(store, { recursive: true })
  await own?.stop()
}
