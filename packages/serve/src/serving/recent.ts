import { type evaluate, metrics, metricsByName } from '@coelho/core'
import type { Confusion } from '@coelho/runtime'
import type { MetricValues } from '../learned.js'
import type { Look } from './look.js'

/** A metric that reads a matrix, and can be made anew over another one. */
interface OfMatrix {
  readonly cm?: unknown
  readonly options?: object
  readonly constructor: unknown
}

/** What windows are called in a bundle of metrics: over the last events, or minutes. */
const WINDOW = /^(?:Time)?Rolling/

/**
 * How a champion does over its last events. Where classes are counted, a window's counts are those
 * of now less those of some time ago; other metrics keep windows themselves.
 */
export class Recent {
  private readonly most: number
  private readonly past: { readonly events: number; readonly confusion: Confusion }[] = []
  private champion = ''

  constructor(events: number) {
    this.most = events
  }

  add(look: Look): void {
    if (look.champion !== this.champion) this.past.length = 0
    this.champion = look.champion
    const { events, confusion } = look
    if (!confusion || this.past.at(-1)?.events === events) return
    this.past.push({ events, confusion })
    while ((this.past[1]?.events ?? events) <= events - this.most) this.past.shift()
  }

  /** Values by the names of the metrics, and how many events they are about. */
  values(metric: evaluate.AnyMetric, all: MetricValues): { values: MetricValues; events: number } {
    const newest = this.past.at(-1)
    const oldest = this.past[0]
    if (!newest || !oldest) return { values: windowsIn(all), events: windowOf(metric) }
    const cm = difference(newest.confusion, oldest.confusion)
    const named = metricsByName(metric).flatMap(([name, one]) => {
      const value = cm.totalWeight > 0 ? over(cm, one as OfMatrix) : undefined
      return value === undefined ? [] : [[name, value] as const]
    })
    return {
      values: { ...windowsIn(all), ...Object.fromEntries(named) },
      events: newest.events - oldest.events,
    }
  }
}

/** Over how many events the windows are that metrics keep themselves. */
function windowOf(metric: evaluate.AnyMetric): number {
  const { options } = metric as { options?: { windowSize?: number } }
  return options?.windowSize ?? 0
}

/** Windows that the metrics keep, under the names of what they are windows of. */
function windowsIn(all: MetricValues): MetricValues {
  const windows = Object.entries(all).filter(([name]) => WINDOW.test(name))
  // The one over events counts before the one over time, which comes later.
  return Object.fromEntries(
    windows.reverse().map(([name, value]) => [name.replace(WINDOW, ''), value]),
  )
}

function over(cm: metrics.ConfusionMatrix, one: OfMatrix): number | undefined {
  if (!(one.cm instanceof metrics.ConfusionMatrix)) return undefined
  const Metric = one.constructor as new (options: object) => { get(): unknown }
  const value = new Metric({ ...one.options, cm }).get()
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function difference(now: Confusion, then: Confusion): metrics.ConfusionMatrix {
  const cm = new metrics.ConfusionMatrix()
  const before = new Map(then.labels.map((label, i) => [label, i]))
  for (const [i, truth] of now.labels.entries()) {
    for (const [j, said] of now.labels.entries()) {
      const row = then.matrix[before.get(truth) ?? -1]
      const w = now.matrix[i]![j]! - (row?.[before.get(said) ?? -1] ?? 0)
      if (w > 0 && truth !== null) cm.update(truth, said ?? undefined, { w })
    }
  }
  return cm
}
