import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { GeneratedRecord } from '@coelho/runtime/generator'

/** Where made-up events go. */
export interface Sink {
  /** For messages: `log:data/fraud`. */
  readonly name: string
  /** `false` once nobody takes them any more. */
  write(records: readonly GeneratedRecord[]): Promise<boolean>
  close(): Promise<void>
}

export interface PaceOptions {
  /** Events a second; as fast as they can be written unless told. */
  readonly rate?: number | undefined
  /** So many events, and the labels that follow them. */
  readonly count?: number | undefined
  readonly signal: AbortSignal
  readonly onWritten?: (written: Written) => void
}

/** What was written so far. */
export interface Written {
  readonly events: number
  readonly labels: number
}

/** So many at once, and when to look again where they are to come at a rate. */
const MOST = 1000
const TICK_MS = 20

/** Writes events to a sink, evenly over time where a rate is told, until they end. */
export async function pace(
  records: Iterable<GeneratedRecord>,
  sink: Sink,
  { rate, count = Number.POSITIVE_INFINITY, signal, onWritten }: PaceOptions,
): Promise<Written> {
  const taken = new Taker(records, count)
  const begun = performance.now()
  try {
    while (!signal.aborted && !taken.isAtEnd) {
      const due = rate ? ((performance.now() - begun) / 1000) * rate + 1 : Number.POSITIVE_INFINITY
      const batch = taken.take(due)
      if (batch.length > 0 && !(await sink.write(batch))) break
      onWritten?.(taken)
      if (batch.length === MOST || !rate) await breathe()
      else await pause(Math.max(TICK_MS, ((taken.events - due + 1) / rate) * 1000), signal)
    }
  } finally {
    taken.close()
  }
  return { events: taken.events, labels: taken.labels }
}

/** Ends early, and without an error, when it is asked to. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {})
}

/** Takes records until there were so many events; labels between them are not counted. */
class Taker implements Written {
  events = 0
  labels = 0
  isAtEnd = false
  private readonly count: number
  private readonly records: Iterator<GeneratedRecord>
  private next: GeneratedRecord | undefined

  constructor(records: Iterable<GeneratedRecord>, count: number) {
    this.count = count
    this.records = records[Symbol.iterator]()
    this.advance()
  }

  /** At most `MOST`, up to the event of this number. */
  take(due: number): GeneratedRecord[] {
    const batch: GeneratedRecord[] = []
    while (this.next && batch.length < MOST) {
      const isEvent = this.next.topic === 'events'
      if (isEvent && this.events + 1 > due) break
      batch.push(this.next)
      if (isEvent) this.events++
      else this.labels++
      this.advance()
    }
    return batch
  }

  close(): void {
    this.records.return?.()
  }

  private advance(): void {
    const { done, value } = this.records.next()
    const isOneMore = !done && value.topic === 'events' && this.events >= this.count
    this.isAtEnd = Boolean(done) || isOneMore
    this.next = this.isAtEnd ? undefined : value
  }
}
