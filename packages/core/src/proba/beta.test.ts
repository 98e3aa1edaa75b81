import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Beta } from './beta.js'
import { logGamma } from './log-gamma.js'
import { reloaded } from './proba.test-support.js'

const outcomes = fc.array(fc.boolean(), { maxLength: 200 })
const seeing = (list: readonly boolean[]): Beta => {
  const beta = new Beta({ alpha: 2, beta: 3, seed: 5 })
  for (const outcome of list) beta.update(outcome)
  return beta
}
const facts = (beta: Beta): unknown => [beta.alpha, beta.beta, beta.nSamples, beta.cdf(0.3)]

describe('proba.Beta', () => {
  it("gives the numbers of River's documentation", () => {
    const beta = new Beta({ alpha: 81, beta: 219 })
    expect(beta.call(0.21)).toBeCloseTo(0.8678, 3)
    expect(beta.call(0.35)).toBeCloseTo(0.1655, 3)
    for (let i = 0; i < 100; i++) beta.update(true)
    for (let i = 0; i < 200; i++) beta.update(false)
    expect(beta.nSamples).toBe(300)
    expect(beta.cdf(0.35)).toBeCloseTo(0.994168, 6)
  })

  it('has a density that sums up to its distribution', () => {
    for (const [alpha, b] of [
      [1, 1],
      [2.5, 7],
      [40, 3],
    ]) {
      const beta = new Beta({ alpha, beta: b })
      let sum = 0
      for (let i = 0; i < 10_000; i++) sum += beta.call((i + 0.5) / 10_000) / 10_000
      expect(sum).toBeCloseTo(1, 5)
      expect(beta.cdf(0.4) + new Beta({ alpha: b, beta: alpha }).cdf(0.6)).toBeCloseTo(1, 12)
    }
    const even = new Beta()
    expect([even.call(-0.1), even.cdf(0), even.cdf(1)]).toEqual([0, 0, 1])
    for (const p of [0, 0.5, 1]) expect(even.call(p)).toBeCloseTo(1, 13)
    expect(even.mode).toBe(0.5)
  })

  it('has the factorials in its gamma function', () => {
    let product = 1
    for (let n = 1; n < 40; n++) {
      expect(Math.abs(logGamma(n) - Math.log(product))).toBeLessThan(5e-15 * n * n)
      product *= n
    }
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14)
    expect(logGamma(1e10) / 220258509288.81143).toBeCloseTo(1, 14)
  })

  it('merged has seen what both have, and reverted what is left', () => {
    fc.assert(
      fc.property(outcomes, outcomes, (first, second) => {
        const both = seeing(first)
        both.merge(seeing(second))
        expect(facts(both)).toEqual(facts(seeing([...first, ...second])))
        for (const outcome of second) both.revert(outcome)
        expect(facts(both)).toEqual(facts(seeing(first)))
      }),
    )
  })

  it('goes on after saving and loading as if nothing had been', () => {
    const beta = seeing([true, false, false])
    beta.sample()
    const other = reloaded(beta)
    expect(facts(other)).toEqual(facts(beta))
    expect(other.sample()).toBe(beta.sample())
  })

  it('refuses what is no outcome, and is as it was', () => {
    const beta = seeing([true])
    expect(() => beta.update('yes' as never)).toThrow(
      'Beta: the outcome must be true or false (or 1 or 0), got "yes".',
    )
    expect(() => beta.revert(false)).toThrow('Beta: cannot take back what never came, got false.')
    expect(() => new Beta({ alpha: 0 })).toThrow(
      'Beta: option "alpha" must be a finite number of above 0 and at most 1000000000000000, ' +
        'got 0.',
    )
    expect(facts(beta)).toEqual(facts(seeing([true])))
  })
})
