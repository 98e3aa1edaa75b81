import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeText } from './calendar.js'
import { decimals, rounded } from './decimals.js'
import { Draws, Weighted } from './draws.js'
import { TimeQueue } from './time-queue.js'

describe('a queue by time', () => {
  it('gives the earliest first, and of the same time the one that came first', () => {
    const steps = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: 'take' as const }))
    fc.assert(
      fc.property(steps, (list) => {
        const queue = new TimeQueue<number>()
        const waiting: { time: number; item: number }[] = []
        for (const [item, step] of list.entries()) {
          if (step === 'take') {
            waiting.sort((a, b) => a.time - b.time || a.item - b.item)
            expect(queue.due).toBe(waiting[0]?.time ?? Number.POSITIVE_INFINITY)
            expect(queue.take()).toBe(waiting.shift()?.item)
          } else {
            queue.add(step, item)
            waiting.push({ time: step, item })
          }
          expect(queue.size).toBe(waiting.length)
        }
      }),
    )
  })
})

describe('what is written by hand', () => {
  it('is the number that JSON would write', () => {
    const values = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(values, fc.constantFrom(1, 2, 4), (value, digits) => {
        const magnitude = rounded(Math.abs(value), digits)
        const expected = value < 0 && magnitude > 0 ? -magnitude : magnitude
        expect(decimals(value, digits)).toBe(JSON.stringify(expected))
      }),
    )
    expect(decimals(-0.00001, 4)).toBe('0')
    expect(decimals(12.5, 2)).toBe('12.5')
    expect(decimals(-46.6333, 4)).toBe('-46.6333')
  })

  it('is the time that a date would write', () => {
    const text = new TimeText()
    const most = Date.UTC(2200, 0)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: most }), (time) => {
        expect(text.of(time)).toBe(new Date(time).toISOString())
      }),
    )
  })
})

describe('what is drawn', () => {
  it('comes again by the same names, and is other by others', () => {
    const first = (...names: string[]) => new Draws(...names).random()
    expect(first('cards', 'a')).toBe(first('cards', 'a'))
    expect(first('cards', 'a')).not.toBe(first('trips', 'a'))
    expect(first('cards', 'a')).not.toBe(first('cards', 'b'))
  })

  it('is as often, and as large, as it says', () => {
    const draws = new Draws('means')
    const mean = (draw: () => number) => {
      let sum = 0
      for (let i = 0; i < 40_000; i++) sum += draw()
      return sum / 40_000
    }
    const dice = new Weighted<number>([
      [1, 3],
      [2, 1],
    ])
    expect(mean(() => dice.pick(draws))).toBeCloseTo(1.25, 1)
    expect(mean(() => draws.gauss())).toBeCloseTo(0, 1)
    expect(mean(() => draws.gauss() ** 2)).toBeCloseTo(1, 1)
    expect(mean(() => draws.exponential(1))).toBeCloseTo(1, 1)
    expect(mean(() => draws.below(3))).toBeCloseTo(1, 1)
    expect(mean(() => (draws.logNormal(5, 0.5) < 5 ? 1 : 0))).toBeCloseTo(0.5, 1)
  })
})
