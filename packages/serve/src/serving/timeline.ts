import type { LearningEvent } from '@coelho/runtime'
import type { Marker, Sample, Series } from '../api/shapes.js'

const MOST_SAMPLES = 1200
const MOST_MARKERS = 500

/** What a chart shows: how it stood over time, thinner the longer ago, and what happened. */
export class Timeline {
  private samples: Sample[] = []
  private markers: Marker[] = []
  /** Up to which event what happened is known. */
  private told = new Set<string>()

  add(sample: Sample): void {
    this.samples.push(sample)
    if (this.samples.length <= MOST_SAMPLES) return
    const half = MOST_SAMPLES / 2
    const old = this.samples.slice(0, half).filter((_, i) => i % 2 === 0)
    this.samples = [...old, ...this.samples.slice(half)]
  }

  get last(): Sample | undefined {
    return this.samples.at(-1)
  }

  mark(marker: Marker): void {
    this.markers.push(marker)
    if (this.markers.length > MOST_MARKERS) this.markers.shift()
  }

  /** Of what a history lists that which was not marked yet. */
  markNew(news: readonly LearningEvent[]): Marker[] {
    const keys = news.map((one) => JSON.stringify(one))
    const fresh = news.filter((_, i) => !this.told.has(keys[i]!)).map(markerOf)
    this.told = new Set(keys)
    for (const marker of fresh) this.mark(marker)
    return fresh
  }

  get drifts(): number {
    return this.markers.reduce((sum, { kind }) => sum + (kind === 'drift' ? 1 : 0), 0)
  }

  get series(): Series {
    return { samples: this.samples, markers: this.markers }
  }
}

export function markerOf(news: LearningEvent): Marker {
  const { event, time } = news
  const none = { signal: null, feature: null, from: null, to: null }
  if (news.kind === 'takeover') {
    const { from, to, how, why } = news
    const what = how === 'promoted' ? `${to} took over from ${from}` : `${to} began anew`
    const text = `${what} (${why === 'manual' ? 'by hand' : why})`
    return { ...none, kind: 'takeover', event, time, text, from, to }
  }
  const { signal, feature = null, change } = news
  const text = `${feature ?? 'error'} ${change ?? 'changed'}`
  return { ...none, kind: 'drift', event, time, text, signal, feature }
}
