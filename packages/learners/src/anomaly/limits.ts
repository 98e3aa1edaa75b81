import { compareValues, InvalidOptionError, type Row, type Schema } from '@coelho/core'

export type Pair = readonly [least: number, greatest: number]

/** The least and the greatest value by feature. */
export type Limits = Readonly<Record<string, Pair>> | ReadonlyMap<string, Pair>

/** The part of the space that is yet to be halved, by the features in the order of their names. */
export interface Space {
  readonly features: Int32Array
  readonly lows: Float64Array
  readonly highs: Float64Array
}

/** The limits of features, as they were given. */
export class Bounds {
  private readonly byName: ReadonlyMap<string, Pair>

  constructor(byName: ReadonlyMap<string, Pair>) {
    this.byName = byName
  }

  /** The whole space of the features that a row has. */
  spaceOf(row: Row, schema: Schema): Space {
    const features = row.indices
      .slice(0, row.count)
      .sort((a, b) => compareValues(schema.name(a), schema.name(b)))
    const pairs = Array.from(features, (feature) => this.byName.get(schema.name(feature)) ?? UNIT)
    return {
      features,
      lows: Float64Array.from(pairs, (pair) => pair[0]),
      highs: Float64Array.from(pairs, (pair) => pair[1]),
    }
  }
}

const UNIT: Pair = [0, 1]

/** Copies the limits out of an option, checked. */
export function readLimits(who: string, limits: Limits | null): Bounds {
  const entries = limits instanceof Map ? [...limits] : Object.entries(limits ?? {})
  const byName = new Map<string, Pair>()
  for (const [name, pair] of entries as [string, Pair][]) {
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite)
    // The greatest distance two numbers can have is not a number any more.
    if (!isPair || !(pair[0] < pair[1]) || !Number.isFinite(pair[1] - pair[0])) {
      const expected = `must give "${name}" two finite numbers, the lower first`
      throw new InvalidOptionError(who, 'limits', expected, pair)
    }
    byName.set(name, [pair[0], pair[1]])
  }
  return new Bounds(byName)
}
