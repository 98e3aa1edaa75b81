import type { LiveEvent, Marker, Sample, Series, Summary } from '#api'
import { History } from '../series/history.js'

/** A model as the page knows it: what the server said of it once, and what happened since. */
export class Model {
  readonly name: string
  summary: Summary
  latest: Sample | undefined = $state.raw(undefined)
  markers: readonly Marker[] = $state.raw([])
  /** Rises with each change of `history`, which is too big to be watched. */
  revision: number = $state(0)
  /** The marker that is looked at, in the chart and in the list alike. */
  chosen: Marker | undefined = $state.raw(undefined)
  readonly history: History = new History()
  /** How far this computer's clock is ahead of the server's. */
  private skewMs = 0

  constructor(summary: Summary) {
    this.name = summary.name
    this.summary = $state.raw(summary)
    this.renew(summary)
  }

  /** What the server says now. */
  renew(summary: Summary): void {
    this.summary = summary
    const { version, ageMs } = summary
    if (version && ageMs !== null) this.skewMs = Date.now() - ageMs - Date.parse(version.savedAt)
  }

  restart({ samples, markers }: Series): void {
    this.history.restart(samples, markers)
    this.latest = samples.at(-1)
    this.markers = this.history.markers
    this.revision++
  }

  /** Applies one live event; returns what a listener should hear of it, if anything. */
  apply(event: LiveEvent): string | undefined {
    switch (event.kind) {
      case 'sample':
        return this.sample(event.sample)
      case 'marker':
        return this.mark(event.marker)
      case 'version': {
        const { version, pinned } = event
        this.summary = { ...this.summary, version, pinned, ready: true }
        return undefined
      }
      case 'training': {
        const before = this.summary.training.state
        this.summary = { ...this.summary, training: event.training }
        const { state, reason } = event.training
        return state === before ? undefined : `training ${state}${reason ? `: ${reason}` : ''}`
      }
      case 'dead':
        this.summary = { ...this.summary, dead: event.dead }
        return undefined
    }
  }

  ageMs(now: number): number | null {
    const { version } = this.summary
    return version && Math.max(0, now - Date.parse(version.savedAt) - this.skewMs)
  }

  /** The champion's value of the metric that models are chosen by: of late, and since the start. */
  get best(): { readonly recent: number | null; readonly total: number | null } {
    const { bestBy, champion } = this.summary
    const total = champion === null ? undefined : this.latest?.metrics[champion]?.[bestBy.metric]
    const recent = this.latest?.recent[bestBy.metric]
    return { recent: recent ?? null, total: total ?? bestBy.value }
  }

  private sample(sample: Sample): undefined {
    this.history.add(sample)
    this.latest = sample
    const { events, eventsPerSecond, lag, dead, waiting } = sample
    this.summary = { ...this.summary, events, eventsPerSecond, lag, dead, waiting }
    this.revision++
  }

  private mark(marker: Marker): string | undefined {
    const before = this.history.markers
    this.history.mark(marker)
    if (this.history.markers === before) return undefined
    this.markers = this.history.markers
    this.revision++
    if (marker.kind === 'version') return undefined
    const { summary } = this
    if (marker.kind === 'drift') this.summary = { ...summary, drifts: summary.drifts + 1 }
    else this.summary = { ...summary, champion: marker.to ?? summary.champion }
    return `${marker.text} at event ${marker.event.toLocaleString('en')}`
  }
}
