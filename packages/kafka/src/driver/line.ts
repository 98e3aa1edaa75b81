import { setTimeout as sleep } from 'node:timers/promises'
import { SourceError } from '@coelho/runtime'
import { type KafkaDriver, KafkaFault, type KafkaLink } from './kafka-driver.js'

const FIRST_WAIT = 100
const LONGEST_WAIT = 1000

export interface LineOptions {
  readonly name: string
  readonly driver: KafkaDriver
  /** Without an answer for so long it gives up. */
  readonly patienceMs: number
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

/**
 * A connection that is made again whenever it is in doubt: what was asked on the old one is cut
 * off and asked anew. It says once that it is gone and once that it is back, and gives up when
 * nothing was heard for too long.
 */
export class Line {
  private readonly options: LineOptions
  private link: Promise<KafkaLink> | undefined
  private heard: number = performance.now()
  private lostAt: number | undefined
  private wait: number = FIRST_WAIT
  private hasComplained = false

  constructor(options: LineOptions) {
    this.options = options
  }

  /** Does something with the connection; repeated, with a new one, while the fault may pass. */
  async use<T>(work: (link: KafkaLink) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.once(work)
      } catch (error) {
        if (!(error instanceof KafkaFault) || error.kind !== 'retry') throw error
        await this.pause(error)
      }
    }
  }

  /** The same, but a fault that may pass is the caller's. */
  async once<T>(work: (link: KafkaLink) => Promise<T>): Promise<T> {
    const { signal, driver } = this.options
    signal.throwIfAborted()
    this.link ??= driver.connect()
    const connecting = this.link
    try {
      const answer = await work(await connecting)
      this.answered()
      return answer
    } catch (error) {
      signal.throwIfAborted()
      if (this.isInDoubt(error)) this.drop(connecting)
      throw error
    }
  }

  /** A moment before the next try; an error once nothing was heard for too long. */
  async pause(fault: Error): Promise<void> {
    const { name, patienceMs, signal, log } = this.options
    const now = performance.now()
    this.lostAt ??= now
    if (!this.hasComplained && now - this.lostAt > LONGEST_WAIT) {
      this.hasComplained = true
      log(`${name}: no connection (${fault.message}); trying again for ${patienceMs / 1000} s`)
    }
    if (now - this.heard > patienceMs) {
      const silence = `nothing was heard of the brokers for ${Math.round(patienceMs / 1000)} s`
      throw new SourceError(name, `${silence}, at last ${fault.message}`)
    }
    await sleep(this.wait, undefined, { signal })
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT)
  }

  close(): void {
    void this.link?.then((link) => link.close()).catch(() => {})
  }

  private answered(): void {
    this.heard = performance.now()
    this.wait = FIRST_WAIT
    if (this.lostAt === undefined) return
    const { lostAt, hasComplained } = this
    this.lostAt = undefined
    this.hasComplained = false
    if (!hasComplained) return
    const seconds = ((this.heard - lostAt) / 1000).toFixed(1)
    this.options.log(`${this.options.name}: connected again after ${seconds} s`)
  }

  private isInDoubt(error: unknown): boolean {
    return !(error instanceof KafkaFault) || error.kind === 'retry'
  }

  private drop(connecting: Promise<KafkaLink>): void {
    if (this.link === connecting) this.link = undefined
    void connecting.then((link) => link.close()).catch(() => {})
  }
}
