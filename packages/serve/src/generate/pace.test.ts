import type { GeneratedRecord } from '@coelho/runtime/generator'
import { describe, expect, it } from 'vitest'
import { pace, type Sink } from './pace.js'

/** Events, each with a label after it where it is asked for. */
function* records(labels: boolean): Generator<GeneratedRecord> {
  for (let i = 0; ; i++) {
    yield { topic: 'events', key: 'k', value: `e${i}`, time: i }
    if (labels) yield { topic: 'labels', key: 'k', value: `l${i}`, time: i }
  }
}

class Kept implements Sink {
  readonly name = 'kept'
  readonly values: string[] = []
  readonly times: number[] = []
  private readonly most: number

  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most
  }

  async write(some: readonly GeneratedRecord[]): Promise<boolean> {
    this.values.push(...some.map(({ value }) => value))
    this.times.push(performance.now())
    return this.values.length < this.most
  }

  async close(): Promise<void> {}
}

const { signal } = new AbortController()

describe('made-up events that are written', () => {
  it('are as many as were asked for, with the labels that follow them', async () => {
    for (const count of [0, 1, 999, 1000, 1001, 2500]) {
      const sink = new Kept()
      const written = await pace(records(true), sink, { count, signal })
      expect(written).toEqual({ events: count, labels: count })
      const expected = Array.from({ length: count }, (_, i) => [`e${i}`, `l${i}`]).flat()
      expect(sink.values).toEqual(expected)
    }
  })

  it('come evenly over time at the rate that was asked for', async () => {
    const sink = new Kept()
    const begun = performance.now()
    await pace(records(false), sink, { rate: 500, count: 251, signal })
    const took = performance.now() - begun
    expect(sink.values).toHaveLength(251)
    expect(took).toBeGreaterThan(490)
    expect(took).toBeLessThan(10_000)
    expect(sink.times.length).toBeGreaterThan(5) // not all at the end
  })

  it('stop at once when that is asked for, also in a long pause', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const begun = performance.now()
    const sink = new Kept()
    const written = await pace(records(false), sink, { rate: 0.1, signal: controller.signal })
    expect(written.events).toBe(1)
    expect(performance.now() - begun).toBeLessThan(9000)
  })

  it('stop when nobody takes them any more', async () => {
    const { events } = await pace(records(false), new Kept(1500), { signal })
    expect(events).toBe(2000)
  })

  it('leave a generator as it wants to be left', async () => {
    let isClosed = false
    function* generator(): Generator<GeneratedRecord> {
      try {
        yield* records(false)
      } finally {
        isClosed = true
      }
    }
    await pace(generator(), new Kept(), { count: 3, signal })
    expect(isClosed).toBe(true)
  })
})
