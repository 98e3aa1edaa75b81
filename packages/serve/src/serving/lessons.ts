import type { AnyProject } from '@coelho/runtime'
import { ServeError } from '../api/served.js'
import type { Receipt } from '../api/shapes.js'
import type { EventPlace } from './event-place.js'
import { readLesson } from './read-event.js'

/** So many keys of requests are remembered. */
const MOST_KEYS = 10_000

/** What a request wants learned, as it was read. */
export type Lesson = ReturnType<typeof readLesson>

/**
 * Takes what is to be learned into the project's log, all of a request or nothing: it is learned
 * from there, in the log's order, once. A request that is repeated with its key is not appended
 * again, as long as this process remembers the key.
 */
export class Lessons {
  private readonly project: AnyProject
  private readonly place: EventPlace | undefined
  private readonly receipts: Map<string, Promise<Receipt>> = new Map()

  constructor(project: AnyProject, place: EventPlace | undefined) {
    this.project = project
    this.place = place
  }

  /** `taken` hears what was appended, once. */
  async append(
    events: readonly unknown[],
    key: string | undefined,
    taken: (lessons: readonly Lesson[]) => void,
  ): Promise<Receipt> {
    const before = key === undefined ? undefined : this.receipts.get(key)
    if (before) return repeated(await before)
    const receipt = this.write(events, taken)
    if (key === undefined) return receipt
    this.remember(key, receipt)
    return receipt
  }

  private remember(key: string, receipt: Promise<Receipt>): void {
    this.receipts.set(key, receipt)
    // What failed was not appended: the next try is not a repetition.
    receipt.catch(() => this.receipts.delete(key))
    if (this.receipts.size <= MOST_KEYS) return
    const [oldest] = this.receipts.keys()
    this.receipts.delete(oldest!)
  }

  private async write(
    events: readonly unknown[],
    taken: (lessons: readonly Lesson[]) => void,
  ): Promise<Receipt> {
    const { place, project } = this
    if (!place) throw new ServeError('conflict', 'this server knows no log to put events into')
    const time = Date.now()
    const lessons = events.map((event, i) => {
      try {
        return readLesson(project, event, time)
      } catch (error) {
        const which = events.length > 1 ? `event ${i}: ` : ''
        throw new ServeError('unusable', `${which}${(error as Error).message}`)
      }
    })
    // An event and its label have one key, and so stay in their order.
    const records = events.map((event, i) => {
      return { key: lessons[i]!.id, value: JSON.stringify(event), time }
    })
    const stands = await place.append(records)
    taken(lessons)
    return {
      queued: lessons.map(({ id, kind }, i) => ({ id, kind, ...stands[i]!, repeated: false })),
    }
  }
}

function repeated({ queued }: Receipt): Receipt {
  return { queued: queued.map((one) => ({ ...one, repeated: true })) }
}
