// One way of ours in a process of its own: ours.mjs <way> <project> <broker> <topic> <events> <store>
import { isEmpty, Subject } from '@coelho/core'
import { KafkaSource } from '@coelho/kafka'
import { FileObjects, train } from '@coelho/runtime'
import { projectOf } from './projects.mjs'

const [way, name, broker, topic, given, store] = process.argv.slice(2)
const events = Number(given)
const project = await projectOf(name)
const source = new KafkaSource({
  brokers: [broker],
  topics: [topic],
  groupId: `${topic}-${way}-${process.pid}`,
})

const ways = {
  /** From the first events that come to the last checkpoint. */
  async whole() {
    let began = Number.NaN
    let saves = 0
    const timed = {
      name: source.name,
      sharding: source.sharding,
      async open() {
        const feed = await source.open()
        const next = feed.next.bind(feed)
        feed.next = async () => {
          const event = await next()
          if (event.kind === 'batch' && Number.isNaN(began)) began = performance.now()
          return event
        }
        return feed
      },
    }
    let ended = 0
    const onSaved = () => {
      ended = performance.now()
      saves++
    }
    const trained = await train(project, {
      ...{ source: timed, store: new FileObjects(store), untilDrained: true, onSaved },
    })
    const { counts } = trained.learning
    if (counts.events !== events) throw new Error(`${counts.events} events were learned`)
    return { ms: ended - began, saves, snapshot: trained.manifest.blob.bytes }
  },

  /** What a model has to do with them, at best: they were read and parsed before. */
  async learner() {
    const parsed = (await allRecords()).map(({ value, time }) => project.parse(value, time))
    const learn = learner()
    const began = performance.now()
    for (const event of parsed) learn(event)
    return { ms: performance.now() - began }
  },

  /** The same from their bytes, as they come: JSON, the schema, the features. */
  async reader() {
    const records = await allRecords()
    const learn = learner()
    const began = performance.now()
    for (const { value, time } of records) learn(project.parse(value, time))
    return { ms: performance.now() - began }
  },

  async consumer() {
    return { ms: await consume(() => {}) }
  },
}

function learner() {
  const { pipeline, metric } = project.options
  const subject = new Subject(pipeline(), metric())
  return ({ x, y, time }) => {
    const answer = subject.ask(x, undefined)
    if (!isEmpty(answer)) subject.judge(x, y, answer, { t: time })
    subject.teach(x, y, undefined)
  }
}

async function allRecords() {
  const all = []
  await consume((records) => all.push(...records))
  return all
}

/** Reads all events, and drops them; how long that took from the first ones on. */
async function consume(use) {
  const feed = await source.open()
  let began = Number.NaN
  let count = 0
  while (count < events) {
    const event = await feed.next()
    if (event.kind === 'assigned') {
      await feed.start(new Map(event.partitions.map(({ partition, start }) => [partition, start])))
    } else if (event.kind === 'batch') {
      if (Number.isNaN(began)) began = performance.now()
      count += event.batch.records.length
      use(event.batch.records)
    }
  }
  const ms = performance.now() - began
  await feed.close()
  return ms
}

const { ms, ...facts } = await ways[way]()
console.log(JSON.stringify({ eventsPerSecond: (events / ms) * 1000, ...facts }))
process.exit()
