// A process that trains from Kafka until everything was learned, or it is told to stop. It says
// what happens in lines of JSON; tests kill it, stop it and cut it off.
import { openSync, readdirSync } from 'node:fs'
import { type EventSource, type Objects, openStore, RuntimeError, train } from '@coelho/runtime'
import { say as tell } from '#services/say.js'
import { besides, forwarding, wrapped } from '#services/sources.js'
import { KafkaProducer } from './producer/kafka-producer.js'
import { deadLetterTopic } from './producer/outlets.js'
import { type Family, projects } from './projects.test-support.js'
import { forgetful, overwriting, resigned, type Sabotage } from './sabotage.test-support.js'
import { KafkaSource } from './source/kafka-source.js'

export interface WorkerOptions {
  readonly brokers: readonly string[]
  readonly topics: readonly string[]
  readonly groupId: string
  readonly store: string
  readonly family?: Family
  readonly everyEvents?: number
  readonly everyMs?: number
  readonly sessionMs?: number
  readonly patienceMs?: number
  readonly onGap?: 'stop' | 'resume'
  readonly untilDrained?: boolean
  readonly deadTopic?: string
  readonly mostDead?: number
  readonly sabotage?: Sabotage
}

/** What it holds of the machine. */
export interface Vitals {
  readonly rss: number
  readonly heap: number
  /** Sockets, timers, requests. */
  readonly handles: number
  readonly files: number
}

/** What it says: the others are lines of the log. */
export type WorkerNews =
  | { readonly saved: number; readonly events: number; readonly at: number }
  | { readonly learned: number; readonly kept: number; readonly at: number }
  | { readonly took: string; readonly at: number }
  | { readonly line: string; readonly at: number }
  | { readonly vitals: Vitals; readonly at: number }

function say(news: object): void {
  tell({ ...news, at: Date.now() })
}

async function main(options: WorkerOptions): Promise<void> {
  const { family = 'tree', everyEvents, everyMs = 1e9, onGap = 'stop', mostDead = 0.5 } = options
  const { untilDrained = true, deadTopic, sabotage = {} } = options
  const stop = new AbortController()
  process.on('SIGTERM', () => stop.abort())
  process.on('SIGUSR2', () => say({ vitals: vitals() }))
  const producer = new KafkaProducer({ brokers: options.brokers })
  const project = projects[family]
  process.exitCode = 20 // if it ends before it has come to an end
  try {
    const { manifest, learning } = await train(project, {
      source: listening(sourceOf(options)),
      store: guarded(await openStore(options.store), sabotage, stop.signal),
      ...(everyEvents === undefined ? {} : { everyEvents }),
      ...{ everyMs, onGap, untilDrained, mostDead, signal: stop.signal },
      ...(deadTopic ? { deadLetters: deadLetterTopic(producer, deadTopic, project.name) } : {}),
      onSaved: ({ generation, events }) => {
        if (sabotage.leaking) leak()
        say({ saved: generation, events })
      },
    })
    say({ learned: learning.counts.events, kept: manifest.events })
    await producer.close()
    process.exitCode = 0
  } catch (error) {
    say({ line: (error as Error).message })
    if (!(error instanceof RuntimeError)) process.stderr.write(`${(error as Error).stack}\n`)
    process.exit(error instanceof RuntimeError ? error.exitCode : 20)
  }
}

function sourceOf(options: WorkerOptions): EventSource {
  const { brokers, topics, groupId, sessionMs = 1500, patienceMs, sabotage = {} } = options
  const source = new KafkaSource({
    ...{ brokers, topics, sessionMs, log: (line) => say({ line }) },
    groupId: sabotage.alone ? `${groupId}-${process.pid}` : groupId,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  if (sabotage.positionsBeside) return besides(source, sabotage.positionsBeside)
  if (!sabotage.resigned) return source
  return new KafkaSource({ ...source.options, driver: resigned(source.options.driver!) })
}

function guarded(store: Objects, { unfenced, careless }: Sabotage, signal: AbortSignal): Objects {
  if (unfenced) return overwriting(store)
  return careless ? forgetful(store, signal) : store
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

function vitals(): Vitals {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return {
    ...{ rss, heap: heapUsed + external, handles: process.getActiveResourcesInfo().length },
    files: readdirSync('/dev/fd').length,
  }
}

const leaked: Buffer[] = []

function leak(): void {
  leaked.push(Buffer.alloc(4 << 20, 1))
  openSync(process.execPath, 'r')
}

if (process.argv[2] === 'work') void main(JSON.parse(process.argv[3]!) as WorkerOptions)
