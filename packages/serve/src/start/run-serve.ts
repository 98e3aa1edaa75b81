import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { Access } from '@coelho/kafka'
import { type AnyProject, openStore } from '@coelho/runtime'
import { topicsOf } from '../commands/place.js'
import type { LoadedConfig } from '../config/load-config.js'
import type { ServerOptions } from '../http/options.js'
import { createServer } from '../http/server.js'
import type { EventPlace } from '../serving/event-place.js'
import { LiveFeed } from '../serving/live-feed.js'
import { LiveService } from '../serving/live-service.js'
import { ServedProject } from '../serving/served-project.js'
import { stopOnSignals } from '../stop.js'
import { say, type Terminal } from '../terminal.js'
import { TrainerThread } from '../training/trainer-thread.js'
import { pump } from './event-pump.js'
import { kafkaPlace } from './kafka-place.js'
import { LogPlace } from './log-place.js'

export interface ServePlan {
  readonly config: LoadedConfig
  readonly projects: readonly AnyProject[]
  readonly store: string
  /** A folder for embedded logs and dead letters; without it events are in Kafka, or nowhere. */
  readonly data: string | undefined
  readonly kafka: Access | undefined
  /** Trains here, each project in a thread. */
  readonly train: boolean
  readonly checkpointMs: number
  /** Makes up so many events of each project a second. */
  readonly generate: number | undefined
  readonly http: ServerOptions
}

const LOOK_MS = 500
const KEEP = 20
/** What is made up at first, and how far apart the world changes. */
const AHEAD = 3000
const DRIFT_EVERY = 15_000

/** A project that is served, and what runs for it here. */
interface Running {
  readonly served: ServedProject
  readonly thread: TrainerThread | undefined
}

/** Serves projects until the process is asked to end. */
export async function runServe(plan: ServePlan, terminal: Terminal): Promise<void> {
  const stop = stopOnSignals(terminal, () => say(terminal, 'ending: answers what was asked.'))
  if (plan.train) growSlowly()
  const pumping = new AbortController()
  const feed = new LiveFeed()
  const running: Running[] = []
  const pumps: Promise<void>[] = []
  try {
    for (const project of plan.projects) {
      const place = await openPlace(project, plan, terminal)
      running.push(await begin(project, place, feed, plan, terminal))
      if (plan.generate && place instanceof LogPlace) {
        pumps.push(startPump(project, place, plan, pumping.signal))
      }
    }
    const service = new LiveService(
      running.map(({ served }) => served),
      feed,
    )
    const server = await createServer(service, plan.http)
    greet(server.url, plan, terminal)
    await ended(stop.signal)
    await server.close()
  } finally {
    pumping.abort()
    await Promise.allSettled(pumps)
    await Promise.all(running.map(({ thread }) => thread?.stop()))
    await Promise.all(running.map(({ served }) => served.close()))
    stop.release()
  }
}

/**
 * Each thread has a heap of its own, which may grow to several times of what is in use before the
 * engine looks for what is not: by half is enough, and costs no time that could be measured.
 */
function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=50')
}

/** Programs get the address, people what is to be found there. */
function greet(url: string, { projects, train }: ServePlan, { out }: Terminal): void {
  if (!out.isTTY) {
    out.write(`${url}\n`)
    return
  }
  const names = projects.map(({ name }) => name).join(', ')
  const lines = [
    `${names}: ${train ? 'learning and answering' : 'answering'}`,
    '',
    `  dashboard    ${url}/`,
    `  predictions  curl -s ${url}/v1/models`,
    `  reference    ${url}/docs`,
    '',
    'Ctrl-C ends it.',
  ]
  out.write(`${lines.join('\n')}\n`)
}

async function begin(
  project: AnyProject,
  place: EventPlace | undefined,
  feed: LiveFeed,
  plan: ServePlan,
  terminal: Terminal,
): Promise<Running> {
  const { name } = project
  const { store, config, data } = plan
  const deadLetters = data === undefined ? undefined : join(data, name, 'dead-letters.jsonl')
  const served = new ServedProject(project, {
    ...{ store: await openStore(store), feed, everyMs: LOOK_MS, place, deadLetters },
    generator: config.generators?.[name],
    note: (text) => say(terminal, text),
  })
  const isTrained = plan.train && place instanceof LogPlace && deadLetters !== undefined
  const thread = isTrained
    ? new TrainerThread(
        {
          ...{ config: config.path, project: name, log: place.folder, store, deadLetters },
          ...{ everyMs: plan.checkpointMs, keep: KEEP },
        },
        {
          onTold: (told) => served.hear(told),
          onState: (training) => {
            served.state.note(training)
            if (training.state === 'failed') say(terminal, `${name}: ${training.reason}`)
          },
        },
      )
    : undefined
  await served.start(thread)
  thread?.start()
  return { served, thread }
}

async function openPlace(
  { name }: AnyProject,
  { data, kafka, config }: ServePlan,
  { folder }: Terminal,
): Promise<EventPlace | undefined> {
  if (data !== undefined) return LogPlace.open(resolve(folder, data), name)
  if (!kafka) return undefined
  return kafkaPlace(kafka, topicsOf(config, name))
}

async function startPump(
  { name }: AnyProject,
  place: LogPlace,
  { config, generate }: ServePlan,
  signal: AbortSignal,
): Promise<void> {
  const generator = config.generators?.[name]
  if (!generator || !generate) return
  await pump({ generator, place, rate: generate, ahead: AHEAD, driftEvery: DRIFT_EVERY, signal })
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
