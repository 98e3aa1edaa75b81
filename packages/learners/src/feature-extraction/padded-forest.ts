import {
  compareValues,
  growBytes,
  NO_FLOATS,
  NO_INTS,
  type Row,
  type random,
  type Schema,
  SnapshotError,
} from '@coelho/core'

/** How far from the borders of a cell it is split, as a share of its width. */
const PADDING = 0.15

/** The range of each feature. */
export type Limits = (name: string) => readonly [low: number, high: number]

/**
 * Complete trees that split the space at random. Node 0 is the root of a tree, the children of
 * node i are 2i + 1 and 2i + 2; the leaves are the last level, from left to right.
 */
export class PaddedForest {
  static readonly id = 'featureExtraction.PaddedForest'
  static readonly state = ['known', 'splits', 'thresholds', 'masses'] as const

  /** For each feature 1 if the trees know it. */
  private known: Uint8Array = new Uint8Array(0)
  // For each tree and each of its branches: the feature it splits, and where.
  private splits: Int32Array = NO_INTS
  private thresholds: Float64Array = NO_FLOATS
  /** For each tree and each of its nodes: how many events came through. */
  private masses: Float64Array = NO_FLOATS

  get isEmpty(): boolean {
    return this.masses.length === 0
  }

  /** True if a row has a feature that the trees don't know. */
  lacks(row: Row): boolean {
    for (let k = 0; k < row.count; k++) {
      const feature = row.indices[k]
      if (feature >= this.known.length || this.known[feature] === 0) return true
    }
    return false
  }

  /** A forest without trees that knows the same features. */
  sketch(): PaddedForest {
    const forest = new PaddedForest()
    forest.known = this.known.slice()
    return forest
  }

  /** New trees over all features, those of the row included: events so far are forgotten. */
  regrow(
    row: Row,
    schema: Schema,
    trees: number,
    height: number,
    limits: Limits,
    rng: random.Random,
  ): void {
    this.known = growBytes(this.known, row.width)
    for (let k = 0; k < row.count; k++) this.known[row.indices[k]] = 1
    const features = Array.from(this.known.keys()).filter((feature) => this.known[feature] === 1)
    features.sort((a, b) => compareValues(schema.name(a), schema.name(b)))
    const ranges = features.map((feature) => [...limits(schema.name(feature))] as [number, number])
    const branches = 2 ** height - 1
    this.splits = new Int32Array(trees * branches)
    this.thresholds = new Float64Array(trees * branches)
    this.masses = new Float64Array(trees * (2 * branches + 1))
    for (let tree = 0; tree < trees; tree++) {
      this.grow(tree * branches, 0, branches, features, ranges, rng)
    }
  }

  /** River's order of draws: the feature, where, then all to the left, then all to the right. */
  private grow(
    base: number,
    node: number,
    branches: number,
    features: readonly number[],
    ranges: readonly [number, number][],
    rng: random.Random,
  ): void {
    if (node >= branches) return
    const places = Array.from(features.keys())
    const [place] = rng.choices(
      places,
      ranges.map(([low, high]) => high - low),
    )
    const [low, high] = ranges[place]
    const padding = PADDING * (high - low)
    const at = rng.uniform(low + padding, high - padding)
    this.splits[base + node] = features[place]
    this.thresholds[base + node] = at
    ranges[place][1] = at
    this.grow(base, 2 * node + 1, branches, features, ranges, rng)
    ranges[place][1] = high
    ranges[place][0] = at
    this.grow(base, 2 * node + 2, branches, features, ranges, rng)
    ranges[place][0] = low
  }

  /** The leaf of a tree that a row falls into, from the left; `learn`: each node counts it. */
  leafOf(row: Row, tree: number, height: number, learn: boolean): number {
    const branches = 2 ** height - 1
    const base = tree * branches
    const first = tree * (2 * branches + 1)
    const { masses, splits, thresholds } = this
    let node = 0
    for (let depth = 0; ; depth++) {
      if (learn) masses[first + node] += 1
      if (depth === height) return node - branches
      const left = 2 * node + 1
      const feature = splits[base + node]
      const value = feature < row.width ? row.values[feature] : Number.NaN
      const isRight =
        value === value
          ? value >= thresholds[base + node]
          : masses[first + left] < masses[first + left + 1]
      node = isRight ? left + 1 : left
    }
  }

  check(trees: number, height: number, features: number): void {
    const branches = 2 ** height - 1
    const { known, splits, thresholds, masses } = this
    const sizes =
      this.isEmpty ||
      (masses.length === trees * (2 * branches + 1) && splits.length === trees * branches)
    const valid =
      sizes &&
      thresholds.length === splits.length &&
      known.every((flag) => flag <= 1) &&
      masses.every((mass) => mass >= 0) &&
      splits.every((feature) => feature >= 0 && feature < features)
    if (!valid) throw new SnapshotError('a forest must have its trees complete')
  }
}
