import { Configured, type FeatureValue, InvalidOptionError, type Rules } from '@coelho/core'

/** How far two events are apart: a number of at least 0. */
export type DistanceFunction = (
  a: Readonly<Record<string, FeatureValue>>,
  b: Readonly<Record<string, FeatureValue>>,
) => number

export interface MinkowskiOptions {
  /** 1: Manhattan's distance, 2: Euclid's. */
  readonly p: number
}

/**
 * Minkowski's distance as an option: unlike a function it is saved with the model, and computed
 * without objects. A missing feature is 0.
 *
 * @example
 * const engine = new neighbors.LazySearch({ distFunc: new neighbors.Minkowski({ p: 1 }) })
 * engine.append({ x: 1, y: 1 })
 * engine.search({ x: 3, y: 4 }, 1) // => [[{ x: 1, y: 1 }], [5]]
 */
export class Minkowski extends Configured<MinkowskiOptions> {
  static override readonly id = 'neighbors.Minkowski'
  static override readonly rules: Rules<MinkowskiOptions> = {
    p: { kind: 'number', default: 2, above: 0 },
  }
}

/** What `distFunc` may be; null is Euclid's distance. */
export type Distance = DistanceFunction | Minkowski | null

/** Throws unless the option is a distance. */
export function checkDistance(who: string, distance: unknown): void {
  if (distance === null || typeof distance === 'function' || distance instanceof Minkowski) return
  const expected = 'must be a function of two events, a Minkowski (or null)'
  throw new InvalidOptionError(who, 'distFunc', expected, distance)
}
