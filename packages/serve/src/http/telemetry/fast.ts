import type { Metric, Registry } from 'prom-client'

/** A number that goes up, of certain labels. */
export interface Count {
  value: number
}

interface Value {
  readonly metricName?: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

type Labels = Readonly<Record<string, string>>

/**
 * Counts at the price of an addition: prom-client's own counters make a text of their labels each
 * time, and a prediction has four of them.
 */
export class FastCounter {
  readonly name: string
  private readonly help: string
  private readonly counts: Map<Count, Labels> = new Map()

  constructor(registry: Registry, name: string, help: string) {
    this.name = name
    this.help = help
    registry.registerMetric(this as unknown as Metric)
  }

  of(labels: Labels): Count {
    const count = { value: 0 }
    this.counts.set(count, labels)
    return count
  }

  remove(count: Count): void {
    this.counts.delete(count)
  }

  /** What prom-client asks for when it is scraped. */
  async get(): Promise<object> {
    const { name, help } = this
    const values = [...this.counts].map(([{ value }, labels]): Value => ({ labels, value }))
    return { name, help, type: 'counter', values, aggregator: 'sum' }
  }

  reset(): void {
    this.counts.clear()
  }
}

/** Times of certain labels. */
export class Times {
  readonly counts: Float64Array
  sum = 0
  private readonly bounds: readonly number[]

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length + 1)
  }

  observe(seconds: number): void {
    let i = 0
    while (i < this.bounds.length && seconds > this.bounds[i]!) i++
    this.counts[i]!++
    this.sum += seconds
  }
}

/** The same for times. */
export class FastHistogram {
  readonly name: string
  private readonly help: string
  private readonly bounds: readonly number[]
  private readonly times: Map<Times, Labels> = new Map()

  constructor(registry: Registry, name: string, help: string, bounds: readonly number[]) {
    this.name = name
    this.help = help
    this.bounds = bounds
    registry.registerMetric(this as unknown as Metric)
  }

  of(labels: Labels): Times {
    const times = new Times(this.bounds)
    this.times.set(times, labels)
    return times
  }

  async get(): Promise<object> {
    const { name, help } = this
    const values = [...this.times].flatMap(([times, labels]) => this.valuesOf(times, labels))
    return { name, help, type: 'histogram', values, aggregator: 'sum' }
  }

  reset(): void {
    this.times.clear()
  }

  private valuesOf({ counts, sum }: Times, labels: Labels): Value[] {
    const values: Value[] = []
    let total = 0
    counts.forEach((count, i) => {
      total += count
      const le = this.bounds[i] ?? '+Inf'
      values.push({ metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: total })
    })
    values.push({ metricName: `${this.name}_sum`, labels, value: sum })
    values.push({ metricName: `${this.name}_count`, labels, value: total })
    return values
  }
}
