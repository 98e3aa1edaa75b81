import { type AnyProject, isMoreBetterBy } from '@coelho/runtime'
import type { Info, Summary, Training } from '../api/shapes.js'
import { valuesOf } from '../learned.js'
import type { ServingState } from './serving-state.js'

/** What is the same of a project for as long as it is served. */
export interface Traits {
  readonly task: Summary['task']
  /** Of the metric by which the best is known. */
  readonly moreIsBetter: boolean
}

export function traitsOf(project: AnyProject): Traits {
  const { metric, bestBy } = project.options
  return { task: taskOf(project), moreIsBetter: isMoreBetterBy(metric(), bestBy) }
}

/** What a project does, by what its model and its metrics are. */
function taskOf({ options, expectsLabels }: AnyProject): Summary['task'] {
  const { kind } = options.pipeline()
  if (kind === 'clusterer') return 'clustering'
  if (kind === 'regressor') return 'regression'
  if (kind?.startsWith('anomaly')) return 'anomalies'
  return kind === undefined && !expectsLabels ? 'clustering' : 'classification'
}

/** A model in one line. */
export function summaryOf(
  state: ServingState,
  training: Training,
  { task, moreIsBetter }: Traits,
): Summary {
  const { project, newest, latest, timeline, pinned, lag, isReady } = state
  const { name, options } = project
  const { bestBy: metric } = options
  const version = isReady ? state.current.facts : null
  const champion = latest?.champion ?? newest?.learning.champion ?? null
  const value = (champion === null ? null : latest?.metrics[champion]?.[metric]) ?? null
  return {
    ...{ name, task, ready: isReady, version, pinned: pinned !== undefined, champion },
    bestBy: { metric, value, moreIsBetter },
    events: latest?.events ?? version?.events ?? 0,
    eventsPerSecond: state.speed,
    lag,
    ageMs: version ? Math.max(0, Date.now() - Date.parse(version.savedAt)) : null,
    training,
    ...{ drifts: timeline.drifts, dead: latest?.dead ?? 0, waiting: latest?.waiting ?? 0 },
    unusable: state.damaged.length,
  }
}

/** The same with all that is known of the version that answers. */
export function infoOf(state: ServingState, summary: Summary): Info {
  const { learning, manifest } = state.current
  return {
    ...summary,
    contestants: learning.contestants.map((one) => ({
      ...{ name: one.name, champion: one.name === learning.champion, model: String(one.model) },
      ...{ judged: one.judged, learned: one.learned, refused: one.refused },
      metrics: valuesOf(one),
    })),
    counts: learning.counts,
    positions: manifest.positions.map(({ partition, next }) => ({ partition, next })),
    bytes: manifest.blob.bytes,
    damaged: state.damaged,
  }
}
