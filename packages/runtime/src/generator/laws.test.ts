import { InvalidOptionError } from '@coelho/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Drift, EventStream, GeneratedRecord, StreamOptions } from './index.js'
import { cards, shop, trips } from './index.js'

type Options = Partial<StreamOptions> & { readonly labelDelay?: number | null }
type Make = (options: Options & { readonly seed: string }) => EventStream

/** What each of the three must keep. `later`: it has labels that may come later. */
const GENERATORS: readonly (readonly [name: string, make: Make, later: boolean])[] = [
  ['cards', cards, true],
  ['trips', trips, true],
  ['shop', shop as Make, false],
]
const LABELLED = GENERATORS.filter(([, , later]) => later)
const seeds = fc.string({ maxLength: 12 })
const rates = fc.constantFrom(0, 0.03, 0.5, 1)

describe.each(GENERATORS)('%s', (name, make, later) => {
  const delays = later ? fc.constantFrom(null, 0, 60_000, 86_400_000) : fc.constant(undefined)
  const options: fc.Arbitrary<Options> = fc
    .record({
      missing: rates,
      malformed: rates,
      labelDelay: delays,
      rate: fc.constantFrom(0.01, 5),
    })
    .map(({ labelDelay, ...rest }) => (labelDelay === undefined ? rest : { ...rest, labelDelay }))

  it('gives the same bytes for the same name and options, and others for another name', () => {
    fc.assert(
      fc.property(seeds, options, (seed, given) => {
        const records = make({ ...given, seed }).take(150)
        expect(make({ ...given, seed }).take(150)).toEqual(records)
        expect(make({ ...given, seed: `${seed}.` }).take(150)).not.toEqual(records)
      }),
      { numRuns: 25 },
    )
  })

  it('gives the same beginning, however much is asked for and in whatever pieces', () => {
    fc.assert(
      fc.property(seeds, options, fc.array(fc.integer({ min: 0, max: 40 })), (seed, given, all) => {
        const stream = make({ ...given, seed })
        const pieces = all.flatMap((count) => stream.take(count))
        const whole = make({ ...given, seed }).take(2 * pieces.length)
        expect(pieces).toEqual(whole.slice(0, pieces.length))
      }),
      { numRuns: 25 },
    )
  })

  it('tells what happens in the order of time, and ends where it is told to', () => {
    fc.assert(
      fc.property(seeds, options, fc.integer({ min: 0, max: 200 }), (seed, given, count) => {
        const stream = make({ ...given, seed, count })
        const records = [...stream]
        const times = records.map(({ time }) => time)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(times.every(Number.isSafeInteger)).toBe(true)
        expect(records.filter(({ topic }) => topic === 'events')).toHaveLength(count)
        expect(stream.made).toMatchObject({ events: count, labels: records.length - count })
        expect(stream.next()).toEqual({ done: true, value: undefined })
      }),
      { numRuns: 25 },
    )
  })

  it('is not changed by a drift before its point, and is from there on', () => {
    const drifts: readonly Drift[][] = [
      [{ at: 120, kind: 'abrupt' }],
      [{ at: 120, kind: 'gradual', over: 50 }],
    ]
    for (const drift of drifts) {
      const given = { seed: 'drifts', count: 2000, rate: 0.1 }
      const plain = eventsOf(make(given))
      const stream = make({ ...given, drift })
      const drifting = eventsOf(stream)
      expect(drifting.slice(0, 120)).toEqual(plain.slice(0, 120))
      expect(drifting).not.toEqual(plain)
      const [point] = stream.drifts
      expect(point).toMatchObject({ at: 120, time: drifting[120]!.time, kind: drift[0]!.kind })
    }
    const early = make({ seed: 'drifts', drift: [{ at: 9, kind: 'abrupt' }] })
    expect(early.take(9)).toHaveLength(9)
    expect(early.drifts[0]!.time).toBeUndefined()
  })

  it('writes what JSON.stringify would write, where nothing is broken', () => {
    fc.assert(
      fc.property(seeds, options, (seed, given) => {
        for (const { value } of make({ ...given, seed, malformed: 0 }).take(100)) {
          expect(JSON.stringify(JSON.parse(value))).toBe(value)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('draws faults apart: they change no other event', () => {
    const given = { seed: 'faults', count: 1000 }
    const plain = eventsOf(make(given))
    const faulty = eventsOf(make({ ...given, malformed: 0.2 }))
    const same = faulty.filter(({ value }, i) => value === plain[i]!.value)
    expect(same.length).toBeGreaterThan(730)
    expect(same.length).toBeLessThan(870)
    expect(faulty.map(({ key, time }) => [key, time])).toEqual(
      plain.map(({ key, time }) => [key, time]),
    )
    const gaps = eventsOf(make({ ...given, missing: 0.2 }))
    for (const [i, { value }] of gaps.entries()) {
      expect(JSON.parse(plain[i]!.value)).toMatchObject(withoutNulls(JSON.parse(value)))
    }
  })

  it('breaks and leaves out as much as it is told', () => {
    const count = 20_000
    const stream = make({ seed: 'rates', count, malformed: 0.05 })
    for (const _ of stream);
    // Four deviations of a count of 20,000 at 5 %.
    expect(Math.abs(stream.made.malformed - 1000)).toBeLessThan(4 * 31)
    const whole = eventsOf(make({ seed: 'rates', count: 4000 }))
    const gaps = eventsOf(make({ seed: 'rates', count: 4000, missing: 0.1 }))
    const all = eventsOf(make({ seed: 'rates', count: 4000, missing: 1 }))
    const [most, some, least] = [whole, gaps, all].map((records) =>
      records.reduce((sum, { value }) => sum + fieldsOf(value), 0),
    ) as [number, number, number]
    expect(new Set(all.map(({ value }) => fieldsOf(value))).size).toBeLessThanOrEqual(2)
    const optional = most - least
    expect(optional).toBeGreaterThan(4000 * 5)
    expect(Math.abs((most - some) / optional - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / optional))
  })

  it('lets users come again, each with the key of its own', () => {
    const keys = make({ seed: 'users' })
      .take(5000)
      .map(({ key }) => key)
    const users = new Set(keys).size
    expect(users).toBeGreaterThan(300)
    expect(users).toBeLessThan(0.6 * keys.length)
  })

  it('is busier at some hours and days than at others, and keeps its rate over a week', () => {
    const week = 7 * 86_400_000
    const start = Date.UTC(2026, 5, 1)
    const stream = make({ seed: 'season', start: new Date(start), rate: 0.05 })
    const times: number[] = []
    for (const { time } of stream) {
      if (time >= start + week) break
      times.push(time)
    }
    expect(times[0]).toBeGreaterThanOrEqual(start)
    // Sessions and bursts come together: the spread is larger than that of single events.
    expect(Math.abs(times.length / (0.05 * 7 * 86_400) - 1)).toBeLessThan(0.05)
    const hours = Object.values(countsOf(times.map((time) => new Date(time).getUTCHours())))
    expect(Math.max(...hours)).toBeGreaterThan(4 * Math.min(...hours))
    const days = Object.values(countsOf(times.map((time) => new Date(time).getUTCDay())))
    expect(Math.max(...days)).toBeGreaterThan(1.2 * Math.min(...days))
  })

  it('refuses options that cannot be, each by its name', () => {
    const wrong: Record<string, unknown> = {
      ...{ seed: 7, count: -1, start: Number.NaN, rate: 0, missing: 1.1, malformed: -0.1 },
      ...{ oversizeBytes: 10, drift: 'abrupt', surprise: 1 },
    }
    for (const [option, value] of Object.entries(wrong)) {
      const build = () => make({ seed: 's', [option]: value } as never)
      expect(build, option).toThrow(InvalidOptionError)
      expect(build, option).toThrow(`${name}: option "${option}"`)
    }
    for (const drift of [
      [{ at: 5, kind: 'abrupt', over: 3 }],
      [{ at: 5, kind: 'gradual' }],
      [{ at: -1, kind: 'abrupt' }],
      [{ at: 5, kind: 'sudden' }],
      [
        { at: 5, kind: 'gradual', over: 10 },
        { at: 14, kind: 'abrupt' },
      ],
      [null],
    ]) {
      expect(() => make({ seed: 's', drift } as never), JSON.stringify(drift)).toThrow(
        `${name}: option "drift" must be a list of { at, kind: "abrupt" }`,
      )
    }
  })
})

describe.each(LABELLED)('%s with labels that come later', (_, make) => {
  it('brings each label once, after its event, and the last ones at the end', () => {
    fc.assert(
      fc.property(seeds, rates, fc.constantFrom(0, 1, 3_600_000), (seed, malformed, labelDelay) => {
        const stream = make({ seed, malformed, labelDelay, count: 300 })
        const waiting = new Map<string, number>()
        for (const { topic, value, time } of stream) {
          if (topic === 'labels') {
            const { id, label, ...more } = JSON.parse(value)
            expect(more).toEqual({})
            expect(typeof label).toBe('number')
            expect(time).toBeGreaterThan(waiting.get(id)!)
            expect(waiting.delete(id)).toBe(true)
            continue
          }
          const id = /^{"(?:transaction|trip)_id":"([^"]{3,40})".*}$/.exec(value)?.[1]
          if (id !== undefined) waiting.set(id, time)
        }
        const { events, labels, malformed: broken } = stream.made
        expect(labels).toBe(events - broken)
        expect(waiting.size).toBeLessThanOrEqual(broken)
      }),
      { numRuns: 25 },
    )
  })

  it('tells with a delay the same truth as without', () => {
    const together = eventsOf(make({ seed: 'truth', count: 500 }))
    const apart = [...make({ seed: 'truth', count: 500, labelDelay: 1000 })]
    const truths = new Map(together.map(({ value }) => [idOf(value), truthOf(value)]))
    for (const { topic, value } of apart) {
      if (topic === 'labels') expect(truths.get(idOf(value))).toBe(JSON.parse(value).label)
      else expect(truthOf(value)).toBeUndefined()
    }
  })
})

function eventsOf(stream: EventStream): GeneratedRecord[] {
  return [...stream].filter(({ topic }) => topic === 'events')
}

function idOf(value: string): string {
  const { id, transaction_id, trip_id } = JSON.parse(value)
  return id ?? transaction_id ?? trip_id
}

function truthOf(value: string): unknown {
  const { is_fraud, actual_travel_time_seconds } = JSON.parse(value)
  return is_fraud ?? actual_travel_time_seconds
}

/** How many fields have a value. */
function fieldsOf(value: string): number {
  return Object.keys(withoutNulls(JSON.parse(value))).length
}

function withoutNulls(event: object): object {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null))
}

function countsOf(items: readonly (string | number)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1
  return counts
}
