/**
 * Differences of a series: (1 - B)^d (1 - B^m)^D, where B is the value before. Multiplied out
 * it is a sum of earlier values, each with a whole number before it.
 */
export class Differencer {
  /** How far back, in the order of multiplication: sums are taken in that order. */
  readonly lags: readonly number[]
  readonly factors: readonly number[]
  /** How many earlier values it takes. */
  readonly reach: number

  constructor(d: number, m: number, seasonal: number) {
    const terms = new Map<number, number>()
    for (const [lag, factor] of powers(d, 1)) {
      for (const [further, other] of powers(seasonal, m)) {
        terms.set(lag + further, (terms.get(lag + further) ?? 0) + factor * other)
      }
    }
    const kept = [...terms].filter(([, factor]) => factor !== 0)
    this.lags = kept.map(([lag]) => lag)
    this.factors = kept.map(([, factor]) => factor)
    this.reach = Math.max(...this.lags)
  }

  /** What is left of a value; the last of the earlier ones comes last. */
  difference(y: number, earlier: readonly number[]): number {
    let total = 0
    for (let k = 0; k < this.lags.length; k++) {
      const lag = this.lags[k]
      total += this.factors[k] * (lag === 0 ? y : earlier[earlier.length - lag])
    }
    return total
  }

  /** The value of which so much is left. */
  restore(left: number, earlier: readonly number[]): number {
    let total = left
    for (let k = 0; k < this.lags.length; k++) {
      const lag = this.lags[k]
      if (lag > earlier.length) break // River: nothing further is taken off either
      if (lag > 0) total -= this.factors[k] * earlier[earlier.length - lag]
    }
    return total
  }
}

/** The terms of (1 - B^m)^n: how far back, and the binomial coefficient with its sign. */
function powers(n: number, m: number): [lag: number, factor: number][] {
  const terms: [number, number][] = [[0, 1]]
  let coefficient = 1
  for (let k = 1; k <= n; k++) {
    coefficient = (coefficient * (n - k + 1)) / k
    terms.push([k * m, k % 2 ? -coefficient : coefficient])
  }
  return terms
}
