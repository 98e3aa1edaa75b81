/** What a Gaussian naive Bayes works out of its tables to score events. */
export interface Workings {
  /** Per class 1 if what follows is up to date. */
  readonly fresh: Uint8Array
  /** 1 / (2 variance), in the layout of the tables; 0 where there is no variance yet. */
  readonly narrowness: Float64Array
  /** Per class the logarithm of its weight times the peaks of its densities. */
  readonly offsets: Float64Array
  /** Per class how far below its peak the log density of any feature is clear of the floor. */
  readonly reach: Float64Array
  /** Per class the narrowness of a feature for which `reach` was worked out. */
  readonly bounds: Float64Array
}

/** Nothing worked out yet, with room for so many classes and features. */
export function workingsFor(rows: number, width: number): Workings {
  return {
    fresh: new Uint8Array(rows),
    narrowness: new Float64Array(rows * width),
    offsets: new Float64Array(rows),
    reach: new Float64Array(rows),
    bounds: new Float64Array(rows).fill(Infinity),
  }
}
