import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Gaussian, Multinomial } from '../proba/index.js'
import { load, save } from '../snapshot/index.js'
import { TimeRolling } from './time-rolling.js'

const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('a', 'b', 'c')))

describe('utils.TimeRolling', () => {
  it('is what one computes anew over the last period', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 50 }), (list, period) => {
        const inOrder = [...list].sort(([a], [b]) => a - b)
        const rolling = new TimeRolling({ cls: Multinomial, period })
        for (const [t, x] of inOrder) rolling.update(x, { t })
        const latest = inOrder.at(-1)?.[0] ?? 0
        const left = inOrder.filter(([t]) => t > latest - period)
        expect(rolling.obj.nSamples).toBe(left.length)
        for (const x of 'abc') {
          const count = left.filter(([, y]) => y === x).length
          expect(rolling.obj.counts.get(x) ?? 0).toBe(count)
        }
      }),
    )
  })

  it('counts late events too, until a younger one comes than all before', () => {
    const rolling = new TimeRolling({ cls: Multinomial, period: 10 })
    rolling.update('new', { t: new Date(100) })
    rolling.update('late', { t: 80 })
    rolling.update('as new', { t: 100 })
    expect([rolling.length, rolling.call('late')]).toEqual([3, 1 / 3])
    rolling.update('newer', { t: 101 })
    expect([rolling.length, rolling.call('late')]).toEqual([3, 0])
  })

  it('hands on what else comes by name', () => {
    const rolling = new TimeRolling({ cls: Gaussian, period: 10 })
    rolling.update(5, { t: 0, w: 3 })
    expect(rolling.obj.nSamples).toBe(3)
    rolling.update(6, { t: 10 })
    expect([rolling.obj.nSamples, rolling.obj.mu]).toEqual([1, 6])
    expect(rolling.clone().obj.nSamples).toBe(0)
    expect(String(rolling)).toBe('𝒩(μ=6.000, σ=0.000)')
  })

  it('goes on after saving and loading as if nothing had been', () => {
    fc.assert(
      fc.property(events, events, (first, second) => {
        const rolling = new TimeRolling({ cls: Multinomial, period: 20, seed: 1 })
        for (const [t, x] of first) rolling.update(x, { t })
        const learners = [TimeRolling, Multinomial] as never
        const other = load<typeof rolling>(save(rolling), { learners })
        for (const one of [rolling, other]) for (const [t, x] of second) one.update(x, { t })
        expect(other.obj.counts).toEqual(rolling.obj.counts)
      }),
    )
  })

  it('refuses what has no time, and is as it was', () => {
    const rolling = new TimeRolling({ cls: Multinomial, period: 10 })
    rolling.update('a', { t: 0 })
    expect(() => rolling.update('a', {} as never)).toThrow(
      'TimeRolling: the time t must be a Date or milliseconds, got undefined.',
    )
    expect(() => rolling.update('a', { t: new Date(Number.NaN) })).toThrow(
      'TimeRolling: the time t must be a Date or milliseconds, got a Date.',
    )
    expect(() => rolling.update({}, { t: 50 })).toThrow(
      'Multinomial: an event must be a string, a finite number or a boolean, got an object.',
    )
    expect(() => new TimeRolling({ cls: Multinomial, period: 0 })).toThrow(
      'TimeRolling: option "period" must be a finite number of above 0, got 0.',
    )
    expect([rolling.length, rolling.obj.nSamples]).toEqual([1, 1])
  })
})
