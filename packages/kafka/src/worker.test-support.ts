// A process that trains from Kafka until everything was learned, or it is told to stop. It says
// what happens in lines of JSON; tests kill it, stop it and cut it off.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { compose, metrics, naiveBayes, preprocessing, tree } from '@coelho/learners'
import {
  defineProject,
  type EventSource,
  type Feed,
  type Objects,
  openStore,
  RuntimeError,
  train,
} from '@coelho/runtime'
import { z } from 'zod'
import { KafkaProducer } from './producer/kafka-producer.js'
import { deadLetterTopic } from './producer/outlets.js'
import { KafkaSource } from './source/kafka-source.js'

export const project = defineProject({
  name: 'killed',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), label: z.boolean().optional() }),
  id: ({ id }) => id,
  knownLater: ['label'],
  features: ({ a, b }) => ({ a, b }),
  label: ({ label }) => label,
  pipeline: () =>
    new compose.Pipeline(
      new preprocessing.StandardScaler(),
      new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    ),
  challengers: { bayes: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

export interface WorkerOptions {
  readonly brokers: readonly string[]
  readonly topics: readonly string[]
  readonly groupId: string
  readonly store: string
  readonly everyEvents?: number
  readonly everyMs?: number
  readonly sessionMs?: number
  readonly patienceMs?: number
  readonly onGap?: 'stop' | 'resume'
  readonly untilDrained?: boolean
  readonly deadTopic?: string
  readonly mostDead?: number
  /** Positions in a file beside the checkpoints, which is written first: what one must not do. */
  readonly positionsBeside?: string
  /** A store in which the last writer wins: what one must not have. */
  readonly unfenced?: boolean
}

/** What it says: the others are lines of the log. */
export type WorkerNews =
  | { readonly saved: number; readonly events: number; readonly at: number }
  | { readonly learned: number; readonly kept: number; readonly at: number }
  | { readonly took: string; readonly at: number }
  | { readonly line: string; readonly at: number }

function say(news: object): void {
  process.stdout.write(`${JSON.stringify({ ...news, at: Date.now() })}\n`)
}

async function main(options: WorkerOptions): Promise<void> {
  const { brokers, topics, groupId, store, sessionMs = 1500, patienceMs, positionsBeside } = options
  const {
    everyEvents,
    everyMs = 1e9,
    onGap = 'stop',
    untilDrained = true,
    mostDead = 0.5,
  } = options
  const stop = new AbortController()
  process.on('SIGTERM', () => stop.abort())
  const producer = new KafkaProducer({ brokers })
  const source = new KafkaSource({
    ...{ brokers, topics, groupId, sessionMs, log: (line) => say({ line }) },
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  try {
    const { manifest, learning } = await train(project, {
      source: listening(positionsBeside ? besides(source, positionsBeside) : source),
      store: options.unfenced ? overwriting(await openStore(store)) : await openStore(store),
      ...(everyEvents === undefined ? {} : { everyEvents }),
      ...{ everyMs, onGap, untilDrained, mostDead, signal: stop.signal },
      ...(options.deadTopic
        ? { deadLetters: deadLetterTopic(producer, options.deadTopic, project.name) }
        : {}),
      onSaved: ({ generation, events }) => say({ saved: generation, events }),
    })
    say({ learned: learning.counts.events, kept: manifest.events })
    await producer.close()
  } catch (error) {
    say({ line: (error as Error).message })
    if (!(error instanceof RuntimeError)) process.stderr.write(`${(error as Error).stack}\n`)
    process.exit(error instanceof RuntimeError ? error.exitCode : 20)
  }
}

/** Says what the source says, but for its batches. */
function listening(source: EventSource): EventSource {
  return {
    ...wrapped(source),
    open: async () => {
      const feed = await source.open()
      const next = async () => {
        const event = await feed.next()
        if (event.kind !== 'batch') say({ took: event.kind })
        return event
      }
      return forwarding(feed, { next })
    },
  }
}

/** What was handed on is written down at once, and read on from there. */
function besides(source: EventSource, file: string): EventSource {
  return {
    ...wrapped(source),
    open: async () => {
      const feed = await source.open()
      const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
      const positions = new Map<string, number>(known)
      const next = async () => {
        const event = await feed.next()
        if (event.kind === 'batch') positions.set(event.batch.partition, event.batch.next)
        writeFileSync(file, JSON.stringify([...positions]))
        return event
      }
      const start = (told: ReadonlyMap<string, number>) => {
        const ours = [...told].map(([name, at]) => [name, positions.get(name) ?? at] as const)
        return feed.start(new Map(ours))
      }
      return forwarding(feed, { next, start })
    },
  }
}

function overwriting(store: Objects): Objects {
  return {
    url: store.url,
    read: (key) => store.read(key),
    list: (folder) => store.list(folder),
    remove: (key) => store.remove(key),
    create: async (key, bytes) => {
      await store.remove(key)
      return store.create(key, bytes)
    },
  }
}

function wrapped({ name, sharding }: EventSource) {
  return sharding ? { name, sharding } : { name }
}

function forwarding(feed: Feed, own: Partial<Feed>): Feed {
  return {
    next: () => feed.next(),
    start: (positions) => feed.start(positions),
    recordAt: (partition, offset) => feed.recordAt(partition, offset),
    saved: (positions) => feed.saved?.(positions),
    close: () => feed.close(),
    ...own,
  }
}

if (process.argv[2] === 'work') void main(JSON.parse(process.argv[3]!) as WorkerOptions)
