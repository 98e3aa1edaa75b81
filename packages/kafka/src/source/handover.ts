import type { SourceEvent } from '@coelho/runtime'

/** Batches that wait to be taken: one is learned, one is at hand, no more are fetched. */
const MOST_BATCHES = 2

/** What a source has to say, until somebody takes it. */
export class Handover {
  private events: SourceEvent[] = []
  private batches = 0
  private taker: ((event: SourceEvent) => void) | undefined
  private refuse: ((error: Error) => void) | undefined
  private failure: Error | undefined
  private roomMade: () => void = () => {}
  /** When something was taken last, or there was nothing to take. */
  private taken: number = performance.now()

  get hasRoom(): boolean {
    return this.batches < MOST_BATCHES
  }

  get hasFailed(): boolean {
    return this.failure !== undefined
  }

  get isEmpty(): boolean {
    return this.events.length === 0
  }

  /** For so long nobody has taken what is there. */
  get unheardMs(): number {
    return this.isEmpty ? 0 : performance.now() - this.taken
  }

  put(event: SourceEvent): void {
    const { taker } = this
    if (this.isEmpty) this.taken = performance.now()
    if (taker) {
      this.taker = undefined
      taker(event)
      return
    }
    this.events.push(event)
    if (event.kind === 'batch') this.batches++
  }

  take(): Promise<SourceEvent> {
    this.taken = performance.now()
    const event = this.events.shift()
    if (event?.kind === 'batch') {
      this.batches--
      this.roomMade()
    }
    if (event) return Promise.resolve(event)
    if (this.failure) return Promise.reject(this.failure)
    return new Promise((resolve, reject) => {
      this.taker = resolve
      this.refuse = reject
    })
  }

  /** Throws once nothing is to come any more: whoever waits for room would wait for ever. */
  async room(): Promise<void> {
    if (!this.hasRoom && !this.failure) {
      await new Promise<void>((resolve) => {
        this.roomMade = resolve
      })
    }
    if (this.failure) throw this.failure
  }

  /** Forgets what is not to be heard any more. */
  keep(isWanted: (event: SourceEvent) => boolean): void {
    this.events = this.events.filter(isWanted)
    this.batches = this.events.filter(({ kind }) => kind === 'batch').length
    this.roomMade()
  }

  /** Nothing comes any more; what is there can still be taken. */
  fail(error: Error): void {
    this.failure ??= error
    this.refuse?.(this.failure)
    this.taker = undefined
    this.roomMade()
  }
}
