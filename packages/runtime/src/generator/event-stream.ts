import type { Rules } from '@coelho/core'
import { Draws } from './draws.js'
import { type DriftPoint, Drifts } from './drift.js'
import { Faults } from './faults.js'
import { type Checked, type LabelOptions, type StreamOptions, streamOptions } from './options.js'
import type { Scene } from './scene.js'
import { TimeQueue } from './time-queue.js'

/** A record as a producer would send it. */
export interface GeneratedRecord {
  readonly topic: 'events' | 'labels'
  /** Whose event it is: records of one key keep their order in a partitioned log. */
  readonly key: string
  /** JSON, unless it is malformed on purpose. */
  readonly value: string
  /** Milliseconds since 1970. */
  readonly time: number
}

/** How many of each were made so far. */
export interface Made {
  readonly events: number
  readonly labels: number
  readonly malformed: number
}

type Given = Checked<StreamOptions & Partial<LabelOptions>>

/**
 * Records of a made-up world, one merged stream by their time; made when they are asked for, and
 * not kept. It goes on from where it is: each loop takes what comes next.
 *
 * @example
 * const stream = cards({ seed: 'docs', count: 100, labelDelay: 3_600_000 })
 * const first = stream.take(20) // the next twenty records
 * let more = 0
 * for (const { topic } of stream) if (topic === 'events') more++
 * stream.made // => { events: 100, labels: 100, malformed: 0 }
 */
export class EventStream implements IterableIterator<GeneratedRecord> {
  private readonly scene: Scene
  private readonly options: Given
  private readonly faults: Faults
  private readonly points: Drifts
  private readonly delays: Draws
  private readonly labels: TimeQueue<GeneratedRecord> = new TimeQueue()
  /** The next event, and the label that will follow it. */
  private event: GeneratedRecord | undefined
  private label: GeneratedRecord | undefined
  private isMalformed = false
  private readonly counted: { -readonly [Name in keyof Made]: Made[Name] } = {
    ...{ events: 0, labels: 0, malformed: 0 },
  }
  private begun = 0

  /** @internal */
  constructor(who: string, scene: Scene, faults: Faults, options: Given) {
    this.scene = scene
    this.options = options
    this.faults = faults
    this.points = new Drifts(who, options.drift, scene.concepts, options.seed)
    this.delays = new Draws(who, options.seed, 'labels')
  }

  /** When the world changes, and to what. */
  get drifts(): readonly DriftPoint[] {
    return this.points.list
  }

  get made(): Made {
    return { ...this.counted }
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<GeneratedRecord, undefined> {
    const record = this.record()
    return record ? { done: false, value: record } : { done: true, value: undefined }
  }

  /** The next records, fewer only where it ends. */
  take(count: number): GeneratedRecord[] {
    const records: GeneratedRecord[] = []
    while (records.length < count) {
      const record = this.record()
      if (!record) break
      records.push(record)
    }
    return records
  }

  private record(): GeneratedRecord | undefined {
    if (!this.event && this.begun !== this.options.count) this.begin()
    if (this.labels.due <= (this.event?.time ?? Number.POSITIVE_INFINITY)) {
      const label = this.labels.take()
      if (label) this.counted.labels++
      return label
    }
    const { event, label } = this
    this.counted.events++
    if (this.isMalformed) this.counted.malformed++
    if (label) this.labels.add(label.time, label)
    this.event = undefined
    this.label = undefined
    return event
  }

  private begin(): void {
    const { scene, faults, points } = this
    const number = this.begun++
    const { id, key, time, text, truth, debug, label, labelTime } = scene.next(
      points.conceptOf(number),
    )
    points.came(number, time)
    const { labelDelay = null } = this.options
    const isLater = labelDelay !== null && label !== null
    const whole = `${text}${isLater ? '' : truth}${debug}}`
    this.isMalformed = faults.isMalformed()
    const value = this.isMalformed ? faults.spoil(whole, scene.needed) : whole
    this.event = { topic: 'events', key, value, time }
    // What cannot be read has no id that a label could be for.
    if (!isLater || this.isMalformed) return
    const delay = labelDelay * this.delays.between(0.5, 1.5)
    const at = Math.max(time + 1, Math.ceil(labelTime + delay))
    this.label = { topic: 'labels', key, value: `{"id":"${id}","label":${label}}`, time: at }
  }
}

type SceneClass<Options> = new (options: Checked<Options>, faults: Faults) => Scene

/** What happens in a scene with these options, as records. */
export function streamOf<Options extends StreamOptions>(
  who: string,
  given: Readonly<Partial<Options>>,
  rules: Rules<Options>,
  SceneOf: SceneClass<Options>,
): EventStream {
  const options = streamOptions(who, given, rules)
  const { seed, missing, malformed, oversizeBytes } = options
  const faults = new Faults(who, seed, missing, malformed, oversizeBytes)
  return new EventStream(who, new SceneOf(options, faults), faults, options)
}
