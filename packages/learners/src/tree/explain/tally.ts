import type { Explanation } from './explanation.js'

/** What each feature has added, by name. */
export class Tally {
  private readonly sums: Map<string, number> = new Map()

  add(name: string, change: number): void {
    this.sums.set(name, (this.sums.get(name) ?? 0) + change)
  }

  /** The most telling first. */
  sorted(): Map<string, number> {
    return new Map([...this.sums].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)))
  }
}

/** The sum of explanations, each so many times. */
export function addUp(parts: readonly Explanation[], weights: ArrayLike<number>): Explanation {
  const added = new Tally()
  let prediction = 0
  let base = 0
  parts.forEach((part, i) => {
    const weight = weights[i]
    if (weight === 0) return // its number may be infinite
    prediction += weight * part.prediction
    base += weight * part.base
    for (const [name, change] of part.contributions) added.add(name, weight * change)
  })
  return { prediction, base, contributions: added.sorted() }
}
