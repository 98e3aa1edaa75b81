import { growBytes, math, NO_FLOATS, type Row, relayout, SnapshotError } from '@coelho/core'

/** How centres are drawn, and how they move. */
export interface CentroidOptions {
  /** How many clusters there are. */
  readonly nClusters: number
  /** The share of the way to an event that the nearest centre goes. */
  readonly halflife: number
  /** The mean of the normal numbers that centres begin with. */
  readonly mu: number
  /** The standard deviation of the same. */
  readonly sigma: number
  /** Distances are by the power p: 2 for Euclid's, 1 for Manhattan's. */
  readonly p: number
}

/** Gives normal numbers. */
export interface NormalDraws {
  gauss(mu: number, sigma: number): number
}

/** As much as the arrays of all centres may hold. */
const FIRST_STRIDE = 2

/**
 * A fixed number of centres. Where a centre begins in a feature is drawn when the feature is first
 * met: centre by centre, for each the new features in the order of the schema.
 */
export class Centroids {
  static readonly id = 'cluster.Centroids'
  static readonly state = ['stride', 'drawn', 'centres'] as const

  stride: number = FIRST_STRIDE
  /** By feature 1 if the centres have it. */
  drawn: Uint8Array = new Uint8Array(FIRST_STRIDE)
  /** By cluster and feature; 0 where it was not drawn. */
  centres: Float64Array = NO_FLOATS

  /** As if it were new. */
  clear(): void {
    this.drawn.fill(0)
    this.centres.fill(0)
  }

  /** Gives the centres the features of a row that they lack. */
  meet(row: Row, options: CentroidOptions, rng: NormalDraws): void {
    if (!this.lacks(row)) return
    this.widen(row.width, options.nClusters)
    const { drawn, centres, stride } = this
    const { indices, count } = row
    for (let cluster = 0; cluster < options.nClusters; cluster++) {
      for (let k = 0; k < count; k++) {
        if (drawn[indices[k]] === 1) continue
        centres[cluster * stride + indices[k]] = rng.gauss(options.mu, options.sigma)
      }
    }
    for (let k = 0; k < count; k++) drawn[indices[k]] = 1
  }

  /** True if a row has a feature that the centres lack. */
  lacks(row: Row): boolean {
    const { drawn } = this
    for (let k = 0; k < row.count; k++) if (drawn[row.indices[k]] !== 1) return true
    return false
  }

  /** The first of the nearest centres; features that a row or a centre lacks count as 0. */
  nearest(row: Row, nClusters: number, p: number): number {
    const { centres, drawn, stride } = this
    const { indices, values, count } = row
    const width = Math.min(stride, row.width)
    let nearest = 0
    let least = Infinity
    for (let cluster = 0; cluster < nClusters; cluster++) {
      const base = cluster * stride
      let distance = 0
      for (let feature = 0; feature < width; feature++) {
        const value = values[feature]
        if (drawn[feature] === 0) continue
        const apart = centres[base + feature] - (value === value ? value : 0)
        distance += power(Math.abs(apart), p)
      }
      for (let feature = width; feature < drawn.length; feature++) {
        if (drawn[feature] === 1) distance += power(Math.abs(centres[base + feature]), p)
      }
      for (let k = 0; k < count; k++) {
        if (drawn[indices[k]] !== 1) distance += power(Math.abs(values[indices[k]]), p)
      }
      if (distance < least) {
        least = distance
        nearest = cluster
      }
    }
    return nearest
  }

  /** Moves a centre towards a row by a share of the way. */
  pull(cluster: number, row: Row, share: number): void {
    const { centres, stride } = this
    const base = cluster * stride
    for (let k = 0; k < row.count; k++) {
      const at = base + row.indices[k]
      centres[at] += share * (row.values[row.indices[k]] - centres[at])
    }
  }

  /** Writes a centre as a row. */
  toRow(cluster: number, width: number, row: Row): void {
    row.clear()
    for (let feature = 0; feature < Math.min(width, this.drawn.length); feature++) {
      if (this.drawn[feature] === 1) row.put(feature, this.centres[cluster * this.stride + feature])
    }
    row.seal(width)
  }

  /** Each centre by the names of its features. */
  toMap(nClusters: number, names: readonly string[]): Map<number, Record<string, number>> {
    const { centres, drawn, stride } = this
    const has = (feature: number) => feature < drawn.length && drawn[feature] === 1
    const centreOf = (cluster: number) =>
      names.flatMap((name, feature) =>
        has(feature) ? [[name, centres[cluster * stride + feature]] as const] : [],
      )
    return new Map(
      Array.from({ length: nClusters }, (_, i) => [i, Object.fromEntries(centreOf(i))]),
    )
  }

  private widen(width: number, nClusters: number): void {
    if (width <= this.stride && this.centres.length > 0) return
    const wider = width > this.stride ? Math.max(width, 2 * this.stride) : this.stride
    const rows = this.centres.length / this.stride
    this.centres = relayout(this.centres, rows, this.stride, nClusters, wider)
    this.drawn = growBytes(this.drawn, wider)
    this.stride = wider
  }

  check(nClusters: number, width: number): void {
    const { stride, drawn, centres } = this
    const empty = centres.length === 0 && !drawn.includes(1)
    const fits = Number.isSafeInteger(stride) && stride >= FIRST_STRIDE && drawn.length >= stride
    const flags = drawn.every((flag, feature) => flag === 0 || (flag === 1 && feature < width))
    const full = centres.length === nClusters * stride
    const numbers = centres.every((value) => value === value)
    if (fits && flags && numbers && (empty || (full && drawn.indexOf(1, stride) < 0))) return
    throw new SnapshotError('centres must have a number for each cluster and feature')
  }
}

function power(distance: number, p: number): number {
  if (p === 2) return distance * distance
  if (p === 1) return distance
  return distance === 0 ? 0 : math.exp(p * math.log(distance))
}

/** The share of the way after as many steps as an event weighs. */
export function shareOf(halflife: number, weight: number): number {
  if (weight === 1 || halflife === 0 || halflife === 1) return halflife
  return 1 - math.exp(weight * math.log(1 - halflife))
}
