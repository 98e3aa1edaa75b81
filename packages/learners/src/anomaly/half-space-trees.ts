import {
  AnomalyDetector,
  type Given,
  InvalidOptionError,
  NO_FLOATS,
  NO_INTS,
  type Row,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { type Bounds, type Limits, readLimits } from './limits.js'
import { plantTree } from './plant-tree.js'

export interface HalfSpaceTreesOptions {
  /** How many trees; their scores are added up. */
  readonly nTrees: number
  /** How often each tree halves its space: it has 2^height leaves. */
  readonly height: number
  /** After so many events what was counted becomes what new events are compared with. */
  readonly windowSize: number
  /** The least and the greatest value by feature, an object or a Map; else [0, 1]. */
  readonly limits: Limits | null
  /** Of the generator that plants the trees; null: one is drawn. */
  readonly seed: random.Seed
}

/** So many nodes in all trees together take 1.5 GB: more is a mistake. */
const MOST_NODES = 2 ** 26

/**
 * Scores how unusual an event is by how few events of the last window shared its part of the
 * space, from 0 to 1, in trees that halve the space at random.
 *
 * The trees are planted with the features of the first event that has any; features that come
 * later are never looked at. An event that lacks a feature goes where most of the present window
 * went. Values should lie within `limits`: a `MinMaxScaler` before it sees to that. All events
 * score 0 until the first window is full.
 *
 * Draws: for each node, from the root, all of the left before the right, one number for the
 * feature and one for the place where it is split.
 *
 * @example
 * const model = new anomaly.HalfSpaceTrees({ nTrees: 5, windowSize: 3, seed: 42 })
 * for (const x of [0.5, 0.45, 0.43, 0.44]) model.learnOne({ x })
 * model.scoreOne({ x: 0.44 }) < model.scoreOne({ x: 0.9 }) // => true
 */
export class HalfSpaceTrees extends AnomalyDetector<HalfSpaceTreesOptions> {
  static override readonly id = 'anomaly.HalfSpaceTrees'
  static override readonly rules: Rules<HalfSpaceTreesOptions> = {
    nTrees: { kind: 'integer', default: 10, atLeast: 1, atMost: 1_048_576 },
    height: { kind: 'integer', default: 8, atLeast: 0, atMost: 24 },
    windowSize: { kind: 'integer', default: 250, atLeast: 1, atMost: 2_147_483_647 },
    limits: { kind: 'object', default: null, nullable: true },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = [
    'rng',
    'features',
    'thresholds',
    'counts',
    'reference',
    'seen',
    'isFirstWindow',
  ] as const
  static readonly parts: readonly unknown[] = [random.Random]

  private readonly bounds: Bounds
  private readonly rng: random.Random

  // One tree behind the other. Node n has the children 2n + 1 and 2n + 2; the leaves come last.
  /** By branch: the feature that is asked, and from where on it goes to the right. */
  private features: Int32Array = NO_INTS
  private thresholds: Float64Array = NO_FLOATS
  /** By node: how many events of this window, and of the one before, came by. */
  private counts: Int32Array = NO_INTS
  private reference: Int32Array = NO_INTS
  /** The features that are asked, their values in the last walk, and where it led, from 1 on. */
  private used: Int32Array = NO_INTS
  private walked: Float64Array = NO_FLOATS
  private readonly leaves: Int32Array
  private readonly nodesOfTree: number
  /** How many events of this window have been learned. */
  private seen = 0
  private isFirstWindow = true

  constructor(given?: Given<HalfSpaceTreesOptions>) {
    super(given)
    const { nTrees, height, limits, seed } = this.options
    this.bounds = readLimits(this.who, limits)
    this.rng = seeded(this.who, seed)
    if (nTrees * 2 ** (height + 1) > MOST_NODES) {
      const expected = `must make at most ${MOST_NODES} nodes in nTrees = ${nTrees} trees`
      throw new InvalidOptionError(this.who, 'height', expected, height)
    }
    this.leaves = new Int32Array(nTrees)
    this.nodesOfTree = 2 ** (height + 1) - 1
  }

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  /** Below this many events of the last window a node is not looked into any further. */
  get sizeLimit(): number {
    return 0.1 * this.options.windowSize
  }

  learnRow(row: Row): void {
    if (this.counts.length === 0 && !this.plant(row)) return
    this.walk(row.values)
    const { nTrees, windowSize } = this.options
    const { counts, leaves, nodesOfTree } = this
    for (let tree = 0, root = -1; tree < nTrees; tree++) {
      // From 1, a node n has the parent n / 2.
      for (let node = leaves[tree]; node > 0; node >>= 1) counts[root + node] += 1
      root += nodesOfTree
    }
    this.seen += 1
    if (this.seen === windowSize) this.turnWindow()
  }

  scoreRow(row: Row): number {
    if (this.isFirstWindow) return 0
    this.walk(row.values)
    const { nTrees, height, windowSize } = this.options
    const { sizeLimit, reference, leaves, nodesOfTree } = this
    let score = 0
    for (let tree = 0, root = -1; tree < nTrees; tree++) {
      const leaf = leaves[tree]
      let scale = 1
      for (let above = height; above >= 0; above--) {
        const mass = reference[root + (leaf >> above)]
        score += mass * scale
        if (mass < sizeLimit) break
        scale *= 2
      }
      root += nodesOfTree
    }
    return 1 - score / (nTrees * windowSize * nodesOfTree)
  }

  /** Finds the leaf of each tree; an event that is scored and then learned walks once. */
  private walk(values: Float64Array): void {
    if (this.isWalked(values)) return
    const { nTrees, height } = this.options
    const { features, thresholds, leaves, nodesOfTree, walked } = this
    for (let k = 0; k < walked.length; k++) {
      if (walked[k] !== walked[k]) {
        this.walkWithout(values)
        return
      }
    }
    // From 1 on node n has the children 2n and 2n + 1. Two walks at once: none waits for the other.
    const branches = nodesOfTree >> 1
    for (let tree = 0, shift = -1; tree < nTrees; tree += 2) {
      const other = tree + 1 < nTrees ? shift + branches : shift
      let a = 1
      let b = 1
      for (let level = 0; level < height; level++) {
        a = 2 * a + Number(values[features[shift + a]] >= thresholds[shift + a])
        b = 2 * b + Number(values[features[other + b]] >= thresholds[other + b])
      }
      leaves[tree] = a
      if (other !== shift) leaves[tree + 1] = b
      shift = other + branches
    }
  }

  /** The same where a value is missing: it leads to where more of the present window went. */
  private walkWithout(values: Float64Array): void {
    const { nTrees, height } = this.options
    const { features, thresholds, counts, leaves, nodesOfTree } = this
    const branches = nodesOfTree >> 1
    for (let tree = 0, root = -1, shift = -1; tree < nTrees; tree++) {
      let node = 1
      for (let level = 0; level < height; level++) {
        const value = values[features[shift + node]]
        const left = root + 2 * node
        const isRight =
          value === value ? value >= thresholds[shift + node] : counts[left] < counts[left + 1]
        node = 2 * node + Number(isRight)
      }
      leaves[tree] = node
      root += nodesOfTree
      shift += branches
    }
  }

  /** Whether the last walk was with these values; if not, keeps them. None equals a missing one. */
  private isWalked(values: Float64Array): boolean {
    const { walked, used } = this
    let k = 0
    while (k < used.length && values[used[k]] === walked[k]) k++
    if (k === used.length && k > 0) return true
    for (; k < used.length; k++) walked[k] = values[used[k]]
    return false
  }

  /** Makes the trees; false if there is no feature to ask. */
  private plant(row: Row): boolean {
    if (row.count === 0) return false
    const { nTrees, height } = this.options
    const nodes = this.nodesOfTree
    const branches = nodes >> 1
    this.features = new Int32Array(nTrees * branches)
    this.thresholds = new Float64Array(nTrees * branches)
    this.counts = new Int32Array(nTrees * nodes)
    this.reference = new Int32Array(nTrees * nodes)
    const space = this.bounds.spaceOf(row, this.schema)
    for (let tree = 0; tree < nTrees; tree++) {
      const start = tree * branches
      const end = start + branches
      const features = this.features.subarray(start, end)
      plantTree(space, height, this.rng, features, this.thresholds.subarray(start, end))
    }
    this.readFeatures()
    return true
  }

  private readFeatures(): void {
    this.used = Int32Array.from(new Set(this.features))
    this.walked = new Float64Array(this.used.length).fill(NaN)
  }

  /** What was counted is what the next window is compared with. */
  private turnWindow(): void {
    const { counts } = this
    this.counts = this.reference.fill(0)
    this.reference = counts
    this.seen = 0
    this.isFirstWindow = false
  }

  checkState(): void {
    const { features, thresholds, counts, reference, seen, isFirstWindow, schema } = this
    const { nTrees, windowSize } = this.options
    const isPlanted = counts.length > 0
    const nodes = isPlanted ? nTrees * this.nodesOfTree : 0
    const branches = isPlanted ? nTrees * (this.nodesOfTree >> 1) : 0
    const fits =
      counts.length === nodes &&
      reference.length === nodes &&
      features.length === branches &&
      thresholds.length === branches
    const known = features.every((feature) => feature >= 0 && feature < schema.size)
    const possible = (mass: number) => mass >= 0 && mass <= windowSize
    const counted = counts.every(possible) && reference.every(possible)
    const inWindow = Number.isInteger(seen) && seen >= 0 && seen < windowSize
    const begun = isPlanted || (seen === 0 && isFirstWindow)
    if (!fits || !known || !counted || !inWindow || !begun || !thresholds.every(Number.isFinite)) {
      throw new SnapshotError('half-space trees must have features, thresholds and counts by node')
    }
    this.readFeatures()
  }
}
