import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Accuracy } from '../metrics/accuracy.js'
import { Gaussian, Multinomial, MultivariateGaussian } from '../proba/index.js'
import { load, save } from '../snapshot/index.js'
import { Rolling } from './rolling.js'

const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 40 })
const sizes = fc.integer({ min: 1, max: 8 })

describe('utils.Rolling', () => {
  it('is what one computes anew over the last updates', () => {
    fc.assert(
      fc.property(numbers, sizes, (values, windowSize) => {
        const rolling = new Rolling({ cls: Gaussian, windowSize })
        for (const x of values) rolling.update(x)
        const anew = new Gaussian()
        for (const x of values.slice(-windowSize)) anew.update(x)
        expect(rolling.obj.mu).toBeCloseTo(anew.mu, 9)
        expect(rolling.obj.sigma ** 2).toBeCloseTo(anew.sigma ** 2, 6)
        expect(rolling.obj.nSamples).toBe(anew.nSamples)
      }),
    )
  })

  it('hands further options to the class, and answers for its object', () => {
    const rolling = new Rolling({ cls: Multinomial, windowSize: 2, events: ['a'], seed: 3 })
    for (const x of ['b', 'b', 'b']) rolling.update(x)
    expect(rolling.call('b')).toBe(2 / 3)
    expect(String(rolling)).toBe('P(b) = 0.667\nP(a) = 0.333')
    expect(rolling.obj.seed).toBe(3)
    expect(rolling.options.cls).toBe(Multinomial)
    expect(rolling.clone().call('b')).toBe(0)
    expect(new Rolling({ cls: Accuracy, windowSize: 2 }).requiresLabels).toBe(true)
  })

  it('owns what it takes back later', () => {
    const rolling = new Rolling({ cls: MultivariateGaussian, windowSize: 1 })
    const x = { a: 1 }
    rolling.update(x)
    x.a = 100
    rolling.update({ a: 3 })
    expect(rolling.obj.mu).toEqual(new Map([['a', 3]]))
  })

  it('goes on after saving and loading as if nothing had been', () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 1), fc.constantFrom('a', 1)))
    fc.assert(
      fc.property(pairs, pairs, sizes, (first, second, windowSize) => {
        const rolling = new Rolling({ cls: Accuracy, windowSize })
        for (const [truth, guess] of first) rolling.update(truth, guess)
        const other = load<typeof rolling>(save(rolling), {
          learners: [Rolling, Accuracy] as never,
        })
        for (const one of [rolling, other]) {
          for (const [truth, guess] of second) one.update(truth, guess, { w: 2 })
        }
        expect(other.get()).toBe(rolling.get())
      }),
    )
  })

  it('is as it was when an update is refused', () => {
    const rolling = new Rolling({ cls: Gaussian, windowSize: 2 })
    for (const x of [0.1, 0.2, 0.7]) rolling.update(x)
    const before = [rolling.obj.mu, rolling.obj.sigma]
    for (const bad of [Number.NaN, undefined, '5']) {
      expect(() => rolling.update(bad as number)).toThrow(
        'Gaussian: the value must be a finite number, got',
      )
    }
    expect(rolling.obj.mu).toBeCloseTo(before[0], 14)
    expect(rolling.obj.sigma).toBeCloseTo(before[1], 14)
    const text = 'Gaussian: the weight w must be a finite number from 0, got NaN.'
    const again = new Rolling({ cls: Gaussian, windowSize: 1 })
    again.update(0.3)
    expect(() => again.update(1, { w: Number.NaN })).toThrow(text)
    expect([again.obj.mu, again.obj.nSamples]).toEqual([0.3, 1])
  })

  it('refuses what cannot be rolled', () => {
    const make = (given: unknown) => () => new Rolling(given as never)
    expect(make({ cls: Map, windowSize: 2 })).toThrow(
      'Rolling: option "cls" must be a class with update and revert, got the function Map.',
    )
    expect(make({ windowSize: 2 })).toThrow(
      'Rolling: option "cls" must be a class with update and revert, got undefined.',
    )
    expect(make({ obj: {}, windowSize: 2 })).toThrow(
      'Rolling: option "obj" must have update and revert, got an object.',
    )
    expect(make({ cls: Gaussian })).toThrow(
      'Rolling: option "windowSize" is required and must be an integer of at least 1 and at most ' +
        '16777216.',
    )
    expect(make({ cls: Gaussian, windowSize: 0 })).toThrow(
      'Rolling: option "windowSize" must be an integer of at least 1 and at most 16777216, got 0.',
    )
    expect(make({ cls: Gaussian, windowSize: 2, ddof: 0 })).toThrow(
      'Gaussian: option "ddof" is unknown; known options: seed.',
    )
    expect(() => new Rolling({ cls: Gaussian, windowSize: 2 }).get()).toThrow(
      'Rolling: must be held over something that has get, got a Gaussian.',
    )
  })
})
