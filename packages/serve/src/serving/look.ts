import { type Confusion, confusionOf, type Learning, type LearningEvent } from '@coelho/runtime'
import { type MetricValues, metricsOf, newsOf } from '../learned.js'

/** How a project's learning stands at one moment, as plain values: it may come from a thread. */
export interface Look {
  /** Of the wall, in milliseconds. */
  readonly at: number
  readonly events: number
  readonly dead: number
  readonly waiting: number
  readonly champion: string
  readonly metrics: Readonly<Record<string, MetricValues>>
  /** What the champion took for what, since the beginning. */
  readonly confusion: Confusion | undefined
  /** Drifts and changes of champion, the last ones, in their order. */
  readonly news: readonly LearningEvent[]
}

export function lookAt(learning: Learning, at: number): Look {
  const { counts, waiting, champion, leader, history } = learning
  return {
    ...{ at, events: counts.events, dead: counts.dead, waiting: waiting.size, champion },
    metrics: metricsOf(learning),
    confusion: confusionOf(leader),
    news: newsOf(history),
  }
}
