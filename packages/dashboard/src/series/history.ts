import type { Marker, Sample } from '#api'
import { Columns } from './columns.js'

/** Rows of a chart: more than that no screen can show. */
const MOST_ROWS = 3000
const MOST_MARKERS = 500

/** What is known of how a model did, over the axis of its events. */
export class History {
  readonly columns: Columns = new Columns(MOST_ROWS)
  markers: readonly Marker[] = []

  add(sample: Sample): void {
    const cells = new Map<string, number | null>()
    for (const [contestant, metrics] of Object.entries(sample.metrics)) {
      for (const [metric, value] of Object.entries(metrics)) {
        cells.set(totalKey(contestant, metric), value)
      }
    }
    for (const [metric, value] of Object.entries(sample.recent)) cells.set(recentKey(metric), value)
    cells.set(SPEED, sample.eventsPerSecond)
    this.columns.push(sample.events, cells)
  }

  /** The oldest are forgotten, versions before what says more. */
  mark(marker: Marker): void {
    const isKnown = this.markers.some((other) => isSame(other, marker))
    if (isKnown) return
    const markers = [...this.markers, marker].sort((a, b) => a.event - b.event)
    if (markers.length > MOST_MARKERS) {
      const version = markers.findIndex(({ kind }) => kind === 'version')
      markers.splice(Math.max(version, 0), 1)
    }
    this.markers = markers
  }

  restart(samples: readonly Sample[], markers: readonly Marker[]): void {
    this.columns.clear()
    this.markers = []
    for (const sample of samples) this.add(sample)
    for (const marker of markers) this.mark(marker)
  }
}

/** Keys of columns. No contestant and no metric has a line break in its name. */
export const SPEED = '\nspeed'
export const totalKey = (contestant: string, metric: string): string => `${contestant}\n${metric}`
export const recentKey = (metric: string): string => `\nrecent\n${metric}`

function isSame(a: Marker, b: Marker): boolean {
  return a.kind === b.kind && a.event === b.event && a.text === b.text && a.feature === b.feature
}
