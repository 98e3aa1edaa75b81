import { describe, expect, it } from 'vitest'
import { Random } from '../random/random.js'
import { exp } from './exp.js'
import { log } from './log.js'
import { logCount, logProduct, sumOfLogs } from './log-sums.js'
import { erf, HALF_LOG_TAU, INVERSE_SQRT_TAU, normalCdf } from './normal.js'
import { ERF, EXP, LOG, NORMAL_CDF } from './recorded.test-support.js'

/** How far a result is from the true one, in units of the last place of the true one. */
function unitsOff(result: number, truth: number): number {
  if (result === truth) return 0
  return Math.abs(result - truth) / lastPlace(truth)
}

function lastPlace(value: number): number {
  const bits = new Float64Array([Math.abs(value)])
  const words = new BigUint64Array(bits.buffer)
  words[0] += 1n
  return bits[0] - Math.abs(value)
}

/** The largest of a number of figures: one `expect` for many arguments. */
const worst = (xs: readonly number[], figure: (x: number) => number) =>
  xs.reduce((most, x) => Math.max(most, figure(x)), 0)

const numbers = (count: number, draw: (rng: Random) => number) => {
  const rng = new Random(99)
  return Array.from({ length: count }, () => draw(rng))
}

describe('exp', () => {
  it('is within three units in the last place of recorded values', () => {
    for (const [x, y] of EXP) expect([x, unitsOff(exp(x), y) < 3]).toEqual([x, true])
  })

  it('is within four units of Math.exp, whose own error is one, over its whole range', () => {
    const xs = numbers(50_000, (rng) => rng.uniform(-745, 709.78))
    expect(worst(xs, (x) => unitsOff(exp(x), Math.exp(x)))).toBeLessThan(4)
  })

  it('becomes 0 and Infinity where a double ends, and is exact at 0', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
    expect(exp(709.782712893384)).toBeGreaterThan(1.797e308)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(NaN)).toBeNaN()
  })

  it('is a number all the way down to where it becomes 0', () => {
    const xs = Array.from({ length: 3000 }, (_, i) => -746 + i / 1000)
    expect(xs.filter((x) => !(exp(x) >= 0 && exp(x) < 2e-322))).toEqual([])
  })

  it('never falls where its argument rises by more than a rounding error', () => {
    const xs = numbers(20_000, (rng) => rng.uniform(-700, 700))
    expect(xs.filter((x) => exp(x + 1e-9) <= exp(x - 1e-9))).toEqual([])
  })
})

describe('log', () => {
  it('is within 40 units in the last place of recorded values', () => {
    for (const [x, y] of LOG) expect([x, unitsOff(log(x), y) < 40]).toEqual([x, true])
  })

  it('is within three units where nothing cancels: for numbers above 1', () => {
    const xs = numbers(50_000, (rng) => 1 + rng.expovariate(0.01))
    expect(worst(xs, (x) => unitsOff(log(x), Math.log(x)))).toBeLessThan(4)
  })

  it('has no absolute error above 4e-16 between 1/2 and 2', () => {
    const xs = numbers(50_000, (rng) => rng.uniform(0.5, 2))
    expect(worst(xs, (x) => Math.abs(log(x) - Math.log(x)))).toBeLessThan(4e-16)
  })

  it('is exact at 1, and not finite only at the ends', () => {
    expect(log(1)).toBe(0)
    expect(log(0)).toBe(-Infinity)
    expect(log(-0)).toBe(-Infinity)
    expect(log(Infinity)).toBe(Infinity)
    expect(log(-1)).toBeNaN()
    expect(log(-5e-324)).toBeNaN()
    expect(log(NaN)).toBeNaN()
    expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 9)
  })

  it('undoes exp', () => {
    const xs = numbers(10_000, (rng) => rng.uniform(-700, 700))
    expect(worst(xs, (x) => Math.abs(log(exp(x)) - x))).toBeLessThan(3e-13)
  })
})

describe('sums of logarithms', () => {
  it('looks up the logarithm of a small count, with the same result', () => {
    for (const n of [0, 1, 2, 3, 8191, 8192, 1e6, 2.5, 0.1, 1e-300])
      expect(logCount(n)).toBe(log(n))
    expect(logCount(-1)).toBeNaN()
    expect(logCount(NaN)).toBeNaN()
  })

  it('sums w ln w over a part of an array, and only over what is above 0', () => {
    const weights = Float64Array.of(9, 2, 0, 3, -1, 9)
    expect(sumOfLogs(weights, 1, 5)).toBeCloseTo(2 * Math.log(2) + 3 * Math.log(3), 14)
    expect(sumOfLogs(weights, 2, 2)).toBe(0)
  })

  it('takes the logarithm of a product, also where it leaves the range of a double', () => {
    const tiny = new Float64Array(10).fill(1e-200)
    expect(product(tiny, 1)).toBeCloseTo(-2000 * Math.LN10, 8)
    expect(product(tiny, 1e300)).toBeCloseTo(1000 * Math.LN10, 8)
    const mixed = numbers(500, (rng) => 10 ** rng.uniform(-250, 250))
    const sum = mixed.reduce((total, number) => total + Math.log(number), 0)
    expect(product(Float64Array.from(mixed), 1)).toBeCloseTo(sum, 6)
  })

  it('leaves out what is not above 0 from a product, and starts from what is there', () => {
    expect(product(Float64Array.of(0, 4, -3, NaN, 5), 1)).toBeCloseTo(Math.log(20), 14)
    expect(product(Float64Array.of(4), 1, 7)).toBeCloseTo(Math.log(28), 14)
  })
})

function product(factors: Float64Array, factor: number, first = 1): number {
  const out = Float64Array.of(0, first)
  logProduct(factors, 0, factors.length, factor, out, 1)
  return out[1]
}

describe('the normal distribution', () => {
  it('has no error above 1e-15', () => {
    for (const [z, p] of NORMAL_CDF) {
      expect([z, Math.abs(normalCdf(z) - p) < 1e-15]).toEqual([z, true])
    }
  })

  it('has an error function with no error above 2e-15', () => {
    for (const [x, y] of ERF) expect([x, Math.abs(erf(x) - y) < 2e-15]).toEqual([x, true])
  })

  it('is symmetric, and never outside 0 and 1', () => {
    const zs = numbers(20_000, (rng) => rng.gauss(0, 4))
    expect(worst(zs, (z) => Math.abs(normalCdf(-z) + normalCdf(z) - 1))).toBeLessThan(2e-16)
    expect(zs.filter((z) => !(normalCdf(z) >= 0 && normalCdf(z) <= 1))).toEqual([])
  })

  it('is the same on both sides of every border between cells', () => {
    for (let border = 0.125; border < 8.5; border += 0.125) {
      const gap = normalCdf(border) - normalCdf(border - 1e-12)
      expect(Math.abs(gap)).toBeLessThan(2e-12)
    }
  })

  it('is 0, 1/2 and 1 at its ends and its middle', () => {
    expect(normalCdf(0)).toBe(0.5)
    expect(normalCdf(8.5)).toBe(1)
    expect(normalCdf(-8.5)).toBe(0)
    expect(normalCdf(Infinity)).toBe(1)
    expect(normalCdf(-Infinity)).toBe(0)
    expect(normalCdf(NaN)).toBeNaN()
    expect(erf(0)).toBe(0)
    expect(erf(Infinity)).toBe(1)
    expect(erf(-Infinity)).toBe(-1)
  })

  it('has the constants of its density', () => {
    expect(INVERSE_SQRT_TAU).toBe(0.3989422804014327) // 1 / sqrt(2 pi), from mpmath
    expect(HALF_LOG_TAU).toBe(0.9189385332046728)
  })
})
