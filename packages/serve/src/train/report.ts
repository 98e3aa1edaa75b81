import type { Counts, DeadLetter, Learning, LearningEvent, Manifest } from '@coelho/runtime'
import { newsOf } from '../learned.js'

/** Tells whoever looks on how far a trainer is. */
export interface Report {
  saved(manifest: Manifest, counts: Counts, learning: Learning): void
  /** Something that a person should know. */
  note(text: string): void
  /** Nothing more comes. */
  end(): void
}

/** What came since the generation before. */
export interface Since {
  readonly eventsPerSecond: number
  /** Drifts and changes of champion. */
  readonly news: readonly LearningEvent[]
}

interface Before {
  readonly events: number
  readonly at: number
  readonly told: number
}

/** Compares each generation of a project with the one before. */
export class Comparison {
  private readonly before: Map<string, Before> = new Map()
  private readonly begun: number = Date.now()

  /** Before the first one that is told, so many events were read less. */
  since(
    { project, events, savedAt }: Manifest,
    { history, counts }: Learning,
    read: number,
  ): Since {
    const at = Date.parse(savedAt)
    const first = { events: events - read, at: this.begun, told: events - read }
    const before = this.before.get(project) ?? first
    this.before.set(project, { events, at, told: counts.events })
    return {
      eventsPerSecond: Math.round(((events - before.events) * 1000) / Math.max(1, at - before.at)),
      news: newsOf(history).filter(({ event }) => event > before.told),
    }
  }
}

/** The first dead letter is told, and how to see the others. */
export function tellFirst(
  note: (text: string) => void,
  isKept: boolean,
): (letter: DeadLetter) => void {
  let told = false
  return ({ partition, offset, reason }) => {
    if (told) return
    told = true
    const more = isKept ? '' : ' Others are only counted: --dead-letters FILE keeps them.'
    note(`an event could not be used, ${partition}/${offset}: ${reason}.${more}`)
  }
}
