import { math } from '@coelho/core'
import seedrandom from 'seedrandom'

/**
 * Random numbers by name: the same name gives the same ones, in every engine. Each part of a
 * generator draws from a name of its own, so that one part does not change what another draws.
 */
export class Draws {
  private readonly draw: () => number

  constructor(...names: readonly string[]) {
    this.draw = seedrandom.alea(names.join('/'))
  }

  /** From 0 up to, not with, 1. */
  random(): number {
    return this.draw()
  }

  /** A whole number from 0 up to, not with, `count`. */
  below(count: number): number {
    return Math.floor(this.draw() * count)
  }

  between(low: number, high: number): number {
    return low + this.draw() * (high - low)
  }

  chance(share: number): boolean {
    return this.draw() < share
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.draw() * items.length)]!
  }

  /** Mean 0, deviation 1, never beyond 3: three uniform numbers together. */
  gauss(): number {
    return 2 * (this.draw() + this.draw() + this.draw() - 1.5)
  }

  /** Around a median, as amounts and durations are: a few are much larger. */
  logNormal(median: number, deviation: number): number {
    return median * math.exp(deviation * this.gauss())
  }

  exponential(mean: number): number {
    return -mean * math.log(1 - this.draw())
  }
}

/** Picks items, each as often as its weight says. */
export class Weighted<Item> {
  private readonly items: readonly Item[]
  private readonly bounds: readonly number[]

  constructor(weights: readonly (readonly [item: Item, weight: number])[]) {
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
    let reached = 0
    this.items = weights.map(([item]) => item)
    this.bounds = weights.map(([, weight]) => {
      reached += weight / total
      return reached
    })
  }

  pick(draws: Draws): Item {
    const at = draws.random()
    const { bounds, items } = this
    let i = 0
    while (i < bounds.length - 1 && at >= bounds[i]!) i++
    return items[i]!
  }
}
