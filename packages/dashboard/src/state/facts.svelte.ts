import { Refused } from '../api/client.js'
import { session } from './session.svelte.js'

const LEAST_MS = 2000
/** 501: this model has no such thing, and will have none. */
const UNSUPPORTED = 501

/**
 * What a panel shows of one address, asked for again every few seconds while somebody looks, and
 * sooner when there is news. What was known stays when an answer fails.
 */
export class Facts<T> {
  value: T | undefined = $state.raw(undefined)
  problem: string | undefined = $state(undefined)
  private readonly path: string
  private readonly everyMs: number
  private lastAt = -Infinity
  private isAsking = false
  private isUnsupported = false

  constructor(path: string, everyMs = 5000) {
    this.path = path
    this.everyMs = everyMs
  }

  /** For an `$effect`: asks now and then until it is cleaned up. */
  watch(): () => void {
    void this.renew()
    // Panels do not all ask at the same moment.
    const everyMs = this.everyMs * (0.9 + Math.random() / 5)
    const timer = setInterval(() => document.hidden || void this.renew(), everyMs)
    return () => clearInterval(timer)
  }

  /** There is news: asks soon, unless it just did. */
  nudge(): void {
    if (performance.now() - this.lastAt > LEAST_MS) void this.renew()
  }

  async renew(): Promise<void> {
    if (this.isAsking || this.isUnsupported) return
    this.isAsking = true
    this.lastAt = performance.now()
    try {
      this.value = await session.client.ask<T>(this.path)
      this.problem = undefined
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
      this.isUnsupported = error instanceof Refused && error.status === UNSUPPORTED
    } finally {
      this.isAsking = false
    }
  }
}
