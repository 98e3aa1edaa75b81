import { Gauge, type Registry } from 'prom-client'
import type { Call } from '../call.js'
import { type Count, FastCounter, FastHistogram, type Times } from './fast.js'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const SECONDS = [0.001, 0.0025, 0.01, 0.025, 0.1, 0.5, 2.5]

/** Counts requests by the pattern of their route: a client cannot make up more of them. */
export class RequestMetrics {
  inProgress = 0
  streams = 0
  private readonly total: FastCounter
  private readonly seconds: FastHistogram
  private readonly counted: Map<string, Map<number, Count>> = new Map()
  private readonly timed: Map<string, Times> = new Map()

  constructor(registry: Registry) {
    const registers = [registry]
    this.total = new FastCounter(
      registry,
      'coelho_http_requests_total',
      'Requests that were answered.',
    )
    this.seconds = new FastHistogram(
      registry,
      'coelho_http_request_duration_seconds',
      'From the request to its answer.',
      SECONDS,
    )
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value())
        },
      })
    gauge('coelho_http_requests_in_progress', 'Requests not answered yet.', () => this.inProgress)
    gauge('coelho_live_streams', 'Clients that get live events.', () => this.streams)
  }

  count(call: Call, method: string, now: number): void {
    this.tally(call.route, method, call.status)
    let timed = this.timed.get(call.route)
    if (!timed) {
      timed = this.seconds.of({ route: call.route })
      this.timed.set(call.route, timed)
    }
    timed.observe((now - call.begun) / 1000)
  }

  /** Without a time: it was refused before it was a request. */
  tally(route: string, method: string, status: number): void {
    const key = `${METHODS.has(method) ? method : 'other'} ${route}`
    let byStatus = this.counted.get(key)
    if (!byStatus) {
      byStatus = new Map()
      this.counted.set(key, byStatus)
    }
    let counter = byStatus.get(status)
    if (!counter) {
      const named = key.slice(0, key.indexOf(' '))
      counter = this.total.of({ route, method: named, status: String(status) })
      byStatus.set(status, counter)
    }
    counter.value++
  }
}
