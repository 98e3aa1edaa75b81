import type { AnyProject, ReadableLog } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { EventGenerator } from '../generate/event-generator.js'
import { tailOf } from './event-place.js'
import { withoutLater } from './event-schema.js'

const MOST_TRIES = 1000

/** Events as they might come next: made up where somebody can, else the last ones of the log. */
export class SampleEvents {
  private readonly project: AnyProject
  private readonly log: ReadableLog | undefined
  private readonly records: Iterator<{ topic: string; value: string }> | undefined

  constructor(
    project: AnyProject,
    generator: EventGenerator | undefined,
    log: ReadableLog | undefined,
  ) {
    this.project = project
    this.log = log
    const seed = `sample-${Date.now()}`
    this.records = generator?.({ seed })[Symbol.iterator]()
  }

  async next(): Promise<object> {
    return this.made() ?? (await this.logged())
  }

  private made(): object | undefined {
    for (let i = 0; this.records && i < MOST_TRIES; i++) {
      const { value, done } = this.records.next()
      if (done) return undefined
      const event = value.topic === 'events' ? this.usable(value.value) : undefined
      if (event) return event
    }
    return undefined
  }

  private async logged(): Promise<object> {
    const records = this.log ? await tailOf(this.log, 200) : []
    const events = records.flatMap(({ value }) => this.usable(Buffer.from(value).toString()) ?? [])
    const event = events[Math.floor(Math.random() * events.length)]
    if (event) return event
    throw new ServeError('unknown', `no event of ${this.project.name} is at hand yet`)
  }

  private usable(text: string): object | undefined {
    try {
      const event = JSON.parse(text)
      const { kind } = this.project.read(event, Date.now())
      return kind === 'event' ? withoutLater(this.project, event) : undefined
    } catch {
      return undefined
    }
  }
}
