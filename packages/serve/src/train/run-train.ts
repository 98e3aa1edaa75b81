import type { Access } from '@coelho/kafka'
import { type AnyProject, openStore, type TrainerOptions, train } from '@coelho/runtime'
import type { Place } from '../commands/place.js'
import type { TrainGiven } from '../commands/train.js'
import { stopOnSignals } from '../stop.js'
import type { Terminal } from '../terminal.js'
import { grouped } from '../text.js'
import { barReport } from './bar-report.js'
import { lineReport } from './line-report.js'
import { openOutlets } from './outlets.js'
import { type Report, tellFirst } from './report.js'
import { type OpenedSource, openKafka, openLog, sourceOf } from './sources.js'
import { openTracking } from './tracking.js'
import { WatchedSource } from './watched-source.js'

/** What was given, with what the configuration adds. */
export interface TrainPlan extends TrainGiven {
  readonly place: Place
  readonly store: string
  /** How Kafka is reached, wherever events come from. */
  readonly kafka: Access | undefined
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
  const news = await openOutlets(plan, project.name, terminal.folder, note)
  const watched = new WatchedSource(opened.source, (positions) => news.startFrom(positions))
  const store = await openStore(plan.store)
  const tracking = await openTracking(plan.mlflow, project, store, terminal.folder, note)
  report = openReport(project, plan, watched, terminal)
  const stop = stopOnSignals(terminal, () => note(STOPPING))
  const looking = lookAgain(opened, watched)
  let saves = 0
  let isWell = false
  const { saved } = report
  try {
    await train(project, {
      ...{ source: watched, store, signal: stop.signal },
      ...trainerOptions(plan),
      ...news.options,
      ...tracking.hooks,
      onSaved: (...what) => {
        const [manifest, counts, learning] = what
        saves++
        saved(manifest, counts, learning)
        tracking.hooks.onSaved?.(...what)
      },
      onDead: tellFirst(note, news.options.deadLetters !== undefined),
      onSkipped: ({ generation, reason }) =>
        note(`generation ${generation} is skipped: ${reason}.`),
      onLost: (events) => note(`${grouped(events)} events are gone, and passed over.`),
    })
    isWell = true
    if (saves === 0) note('there was nothing new to learn.')
  } finally {
    clearInterval(looking)
    await tracking.end(isWell)
    stop.release()
    report.end()
    await Promise.all([news.close(), opened.close()])
  }
}

async function openSource(
  { name }: AnyProject,
  plan: TrainPlan,
  { folder }: Terminal,
  note: (text: string) => void,
): Promise<OpenedSource> {
  const { place, sharding, group: groupId = `coelho-${name}`, untilEnd } = plan
  if (!('kafka' in place)) {
    return sourceOf(await openLog(place, folder, { isWhole: untilEnd === true }))
  }
  const { kafka, topics } = place
  const given = { ...kafka, topics, groupId, ...(sharding ? { sharding } : {}), log: note }
  const opened = await openKafka(given)
  if (!untilEnd) return opened
  try {
    await opened.ranges() // a topic that is not there has no end to learn until
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
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
  const look = async () => watched.learnEnds(await ranges())
  return setInterval(() => void look().catch(() => {}), LOOK_MS)
}
