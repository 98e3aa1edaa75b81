// The three reference projects as JavaScript, and a topic full of their events.
import { join } from 'node:path'
import { KafkaProducer } from '@coelho/kafka'
import { defineProject } from '@coelho/runtime'
import { cards, shop, trips } from '@coelho/runtime/generator'
import { Kafka, logLevel } from 'kafkajs'
import { bundleForNode } from '../../scripts/lib/bundle.mjs'
import * as paths from '../paths.mjs'

const folder = join(paths.cache, 'projects')
const generators = { fraud: cards, arrival: trips, shop }
const partitions = 3

export async function bundleProjects() {
  const examples = join(paths.root, 'examples')
  await bundleForNode({
    entryPoints: Object.keys(generators).map((name) => ({
      in: join(examples, name, 'project.ts'),
      out: name,
    })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  })
}

/** The project without what it learns and watches beside its model: as the other ways do. */
export async function projectOf(name) {
  const { default: project } = await import(join(folder, `${name}.mjs`))
  return defineProject({ ...project.options, challengers: null, drift: null })
}

/** The first events of a generator, each with its label, spread over partitions by their key. */
export async function fill(broker, topic, project, events) {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true })
  await admin.disconnect()
  const producer = new KafkaProducer({ brokers: [broker] })
  const stream = generators[project]({ seed: 'throughput', count: events })
  for (;;) {
    const records = stream.take(20_000)
    if (records.length === 0) break
    const rows = records.map(({ key, value, time }) => ({ topic, key, value, time }))
    await producer.writeAll(rows)
  }
  await producer.close()
}
