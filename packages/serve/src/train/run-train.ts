import { resolve } from 'node:path'
import { type AnyProject, openStore, type TrainerOptions, train } from '@coelho/runtime'
import type { TrainGiven } from '../commands/train.js'
import type { KafkaConfig } from '../config/define-config.js'
import { stopOnSignals } from '../stop.js'
import type { Terminal } from '../terminal.js'
import { grouped } from '../text.js'
import { barReport } from './bar-report.js'
import { DeadLetterFile } from './dead-letter-file.js'
import { lineReport } from './line-report.js'
import { type Report, tellFirst } from './report.js'
import { type OpenedSource, openKafka, openLog, sourceOf } from './sources.js'
import { WatchedSource } from './watched-source.js'

/** What was given, with what the configuration adds. */
export interface TrainPlan extends TrainGiven {
  readonly store: string
  readonly kafka: KafkaConfig
}

/** How often a growing log is asked how far it goes by now. */
const LOOK_MS = 5000
const STOPPING = 'ending with a checkpoint; once more ends it at once.'

export async function runTrain(
  project: AnyProject,
  plan: TrainPlan,
  terminal: Terminal,
): Promise<void> {
  let report: Report | undefined
  const note = (text: string) => report?.note(text)
  const opened = await openSource(project, plan, terminal, note)
  const letters =
    plan.deadLetters === undefined
      ? undefined
      : new DeadLetterFile(resolve(terminal.folder, plan.deadLetters), project.name)
  const watched = new WatchedSource(opened.source, (positions) => letters?.startFrom(positions))
  const store = await openStore(plan.store)
  report = openReport(project, plan, watched, terminal)
  const stop = stopOnSignals(terminal, () => note(STOPPING))
  const looking = lookAgain(opened, watched)
  let saves = 0
  const { saved } = report
  try {
    await train(project, {
      ...{ source: watched, store, signal: stop.signal },
      ...trainerOptions(plan),
      ...(letters ? { deadLetters: letters } : {}),
      onSaved: (...news) => {
        saves++
        saved(...news)
      },
      onDead: tellFirst(note, letters !== undefined),
      onSkipped: ({ generation, reason }) =>
        note(`generation ${generation} is skipped: ${reason}.`),
      onLost: (events) => note(`${grouped(events)} events are gone, and passed over.`),
    })
    if (saves === 0) note('there was nothing new to learn.')
  } finally {
    clearInterval(looking)
    stop.release()
    report.end()
    await letters?.close()
  }
}

async function openSource(
  { name }: AnyProject,
  plan: TrainPlan,
  { folder }: Terminal,
  note: (text: string) => void,
): Promise<OpenedSource> {
  const log = await openLog(plan, folder, plan.untilEnd === true)
  if (log) return sourceOf(log)
  const { topics = {}, ...access } = plan.kafka
  const configured = topics[name] ?? name
  return openKafka({
    ...access,
    brokers: plan.brokers ?? [],
    topics: plan.topic ?? (typeof configured === 'string' ? [configured] : configured),
    groupId: plan.group ?? `coelho-${name}`,
    ...(plan.sharding ? { sharding: plan.sharding } : {}),
    log: note,
  })
}

function trainerOptions(plan: TrainPlan): Partial<TrainerOptions> {
  const { checkpointEvery, checkpointInterval, untilEnd, sharding, mostDead, onGap, keep } = plan
  const options = {
    everyEvents: checkpointEvery,
    everyMs: checkpointInterval,
    untilDrained: untilEnd,
    ...{ sharding, mostDead, onGap, keep },
  }
  const told = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(told)
}

function openReport(
  { name, options: { bestBy } }: AnyProject,
  { untilEnd, json }: TrainPlan,
  watched: WatchedSource,
  terminal: Terminal,
): Report {
  if (!terminal.out.isTTY || json) return lineReport(terminal, watched)
  return barReport(terminal, watched, { name, bestBy, hasEnd: untilEnd === true })
}

function lookAgain(
  { ranges }: OpenedSource,
  watched: WatchedSource,
): ReturnType<typeof setInterval> {
  const look = async () => watched.learnEnds((await ranges?.()) ?? [])
  return setInterval(() => void look().catch(() => {}), LOOK_MS)
}
