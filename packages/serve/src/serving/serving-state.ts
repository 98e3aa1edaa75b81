import type { AnyProject } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { LiveEvent, Marker, Training } from '../api/shapes.js'
import type { LiveFeed } from './live-feed.js'
import { type Look, lookAt } from './look.js'
import { Recent } from './recent.js'
import type { ServedVersion } from './served-version.js'
import { Timeline } from './timeline.js'

/** The recent is what is over so many events. */
const RECENT_EVENTS = 1000
/** The speed is over about so long. */
const SPEED_MS = 5000

/** What a project's server knows at this moment: which version answers, and how it stands. */
export class ServingState {
  readonly project: AnyProject
  readonly timeline: Timeline = new Timeline()
  readonly damaged: { version: number; reason: string }[] = []
  private readonly feed: LiveFeed
  private readonly recent: Recent = new Recent(RECENT_EVENTS)
  /** What answers; and the newest there is, which may be another where one is pinned. */
  private serving: ServedVersion | undefined
  newest: ServedVersion | undefined
  pinned: number | undefined
  lag: number | null = null
  private look: Look | undefined
  private readonly looks: Look[] = []

  constructor(project: AnyProject, feed: LiveFeed) {
    this.project = project
    this.feed = feed
  }

  get isReady(): boolean {
    return this.serving !== undefined
  }

  get current(): ServedVersion {
    if (this.serving) return this.serving
    throw new ServeError('not-ready', `${this.project.name} has no version yet: nothing was saved`)
  }

  get latest(): Look | undefined {
    return this.look
  }

  /** Swaps what answers, between two requests: who has the one before keeps it to its end. */
  serve(version: ServedVersion): void {
    this.serving = version
    const pinned = this.pinned !== undefined
    this.tell({ kind: 'version', model: this.project.name, version: version.facts, pinned })
  }

  /** The same by somebody's wish, which is worth a mark. */
  markServed(text: string): void {
    const { events } = this.current.facts
    const none = { signal: null, feature: null, from: null, to: null }
    this.mark({ ...none, kind: 'version', event: events, time: Date.now(), text })
  }

  /** How a version stood when it was saved: all that is known where another process trains. */
  meetVersion({ learning, facts }: ServedVersion): void {
    this.meet(lookAt(learning, Date.parse(facts.savedAt)))
  }

  /** How it stands now. */
  meet(look: Look): void {
    if (this.look && look.events <= this.look.events && look.champion === this.look.champion) return
    const before = this.look
    this.look = look
    this.looks.push(look)
    while ((this.looks[1]?.at ?? look.at) <= look.at - SPEED_MS) this.looks.shift()
    this.recent.add(look)
    for (const marker of this.timeline.markNew(look.news)) this.tellMarker(marker)
    this.sample(look)
    if (before && look.dead > before.dead) {
      this.tell({ kind: 'dead', model: this.project.name, dead: look.dead })
    }
  }

  private sample(look: Look): void {
    const metrics = look.metrics
    const champion = metrics[look.champion] ?? {}
    const metric = this.newest?.learning.contestants.find(({ name }) => name === look.champion)
    const { values, events } = this.recent.values(
      metric?.metric ?? this.project.options.metric(),
      champion,
    )
    const sample = {
      ...{ at: look.at, events: look.events, eventsPerSecond: this.speed, lag: this.lag },
      ...{ dead: look.dead, waiting: look.waiting, version: this.serving?.facts.version ?? null },
      ...{ metrics, recent: values, windowEvents: events },
    }
    this.timeline.add(sample)
    this.tell({ kind: 'sample', model: this.project.name, sample })
  }

  /** Events a second over the last seconds; 0 where nothing came for so long. */
  get speed(): number {
    const [first] = this.looks
    const last = this.looks.at(-1)
    if (!first || !last || first === last || Date.now() - last.at > 2 * SPEED_MS) return 0
    return ((last.events - first.events) * 1000) / Math.max(1, last.at - first.at)
  }

  note(training: Training): void {
    this.tell({ kind: 'training', model: this.project.name, training })
  }

  private mark(marker: Marker): void {
    this.timeline.mark(marker)
    this.tellMarker(marker)
  }

  private tellMarker(marker: Marker): void {
    this.tell({ kind: 'marker', model: this.project.name, marker })
  }

  private tell(event: LiveEvent): void {
    this.feed.tell(event)
  }
}
