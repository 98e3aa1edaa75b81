import { growInts, NO_INTS, type Schema } from '@coelho/core'
import {
  type BranchWeights,
  layOut,
  type SplitCriterion,
  sumBranches,
} from '../criterion/branch-weights.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { ColumnTable } from '../leaf/column-table.js'
import { type ColumnSummary, summaryFor } from '../leaf/numeric-table.js'
import {
  type ColumnSplitter,
  isColumnSplitter,
  type ThresholdTrial,
} from '../splitter/column-splitter.js'
import { type ClassSplitter, GaussianSplitter } from '../splitter/gaussian.js'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, NUMERIC_BINARY } from './nodes.js'
import { NO_SPLIT, type Split } from './split.js'
import { SplitScreen } from './split-screen.js'

export interface SearchOptions {
  readonly splitter: ClassSplitter
  readonly minBranchFraction: number
  readonly maxShareToSplit: number
  readonly binarySplit: boolean
  readonly meritPreprune: boolean
}

/** By more than this merits never differ for rounding errors alone. */
const ROUNDING = 1e-9

/** Finds the best split of a leaf, feature by feature, in arrays that are used again. */
export class SplitSearch {
  /** Tells what need not be searched. */
  readonly screen: SplitScreen
  private readonly options: SearchOptions
  private readonly schema: Schema
  /** The weights after the split that is looked at; the same object for all. */
  private readonly after: BranchWeights = {
    weights: new Float64Array(16),
    branches: 0,
    classes: 0,
    sums: new Float64Array(4),
    total: 0,
  }
  /** What the leaf's weights count before any split. */
  private before = 0
  /** Who finds thresholds: from the numeric table of a leaf, or from columns of its own. */
  private readonly gaussian: GaussianSplitter
  private readonly keeper: ColumnSplitter | undefined
  private thresholds: Float64Array
  private column: ColumnSummary = summaryFor(4)
  /** Categories that a leaf has seen. */
  private seen: Int32Array = NO_INTS

  constructor(options: SearchOptions, schema: Schema) {
    this.options = options
    this.schema = schema
    this.screen = new SplitScreen(options)
    const { splitter } = options
    this.keeper = isColumnSplitter(splitter) ? splitter : undefined
    this.gaussian = splitter instanceof GaussianSplitter ? splitter : new GaussianSplitter()
    this.thresholds = new Float64Array(this.gaussian.options.nSplits)
  }

  /** Gives a new leaf what the splitter keeps its columns in. */
  equip(leaf: ClassLeaf): void {
    if (this.keeper) leaf.columns = new ColumnTable().use(this.keeper)
  }

  /** True if a restored leaf knows its numeric features in the way of the splitter. */
  owns({ columns }: ClassLeaf): boolean {
    if (!this.keeper) return columns === null
    columns?.use(this.keeper)
    return columns !== null
  }

  /** One suggestion per feature, and not to split at all unless it is ruled out. */
  suggestions(leaf: ClassLeaf, criterion: SplitCriterion): Split[] {
    const { maxShareToSplit, meritPreprune } = this.options
    const { heaviest } = leaf
    if (heaviest > 0 && heaviest / leaf.totalWeight > maxShareToSplit) return [NO_SPLIT]
    return this.byFeature(leaf, criterion, meritPreprune ? [NO_SPLIT] : [])
  }

  /**
   * Adds to what was found the best split of each feature; with `among`, of those only whose
   * place in the leaf is marked there.
   */
  byFeature(
    leaf: ClassLeaf,
    criterion: SplitCriterion,
    found: Split[],
    among?: Uint8Array,
  ): Split[] {
    this.start(leaf, criterion)
    for (let k = 0; k < leaf.featureCount; k++) {
      if (among && among[k] === 0) continue
      const split = this.bestOf(leaf, leaf.features[k], criterion)
      if (split) found.push(split)
    }
    return found
  }

  private start(leaf: ClassLeaf, criterion: SplitCriterion): void {
    this.before = criterion.before(leaf.weights, leaf.classes.count)
    const classes = leaf.metCount
    if (classes > this.column.seen.length) this.column = summaryFor(2 * classes)
  }

  /** The best split of a feature; undefined if it is disabled. */
  private bestOf(leaf: ClassLeaf, feature: number, criterion: SplitCriterion): Split | undefined {
    const numeric = leaf.numericColumn(feature)
    if (numeric >= 0) return this.bestThreshold(leaf, feature, numeric, criterion)
    const nominal = leaf.nominalColumn(feature)
    return nominal >= 0 ? this.bestCategory(leaf, feature, nominal, criterion) : undefined
  }

  /** The weights the branches of a split start with: a row each, in the order of `leaf.met`. */
  childWeights(leaf: ClassLeaf, split: Split): BranchWeights {
    if (split.kind === NUMERIC_BINARY) return this.exactly(leaf, split)
    const column = leaf.nominalColumn(split.feature)
    if (split.kind === NOMINAL_BINARY) return this.byCategory(leaf, column, split.test)
    const codes = this.seenCategories(leaf, split.feature, column)
    return this.byAllCategories(leaf, column, codes, codes.length)
  }

  /** The codes of the categories a leaf has seen, in the order of the categories. */
  seenCategories(leaf: ClassLeaf, feature: number, column: number): Int32Array {
    const codes = this.schema.categoriesInOrder(feature)
    this.seen = growInts(this.seen, codes.length)
    return this.seen.slice(0, leaf.nominal.findSeen(column, codes, this.seen))
  }

  private bestThreshold(
    leaf: ClassLeaf,
    feature: number,
    column: number,
    criterion: SplitCriterion,
  ): Split {
    const classes = leaf.metCount
    if (leaf.columns) return this.bestOwn(leaf, feature, column, criterion)
    leaf.numeric.summarise(column, leaf.met, classes, this.column)
    const count = this.gaussian.thresholds(this.column, classes, this.thresholds)
    let best = -Infinity
    let threshold = 0
    for (let k = 0; k < count; k++) {
      const after = this.atThreshold(classes, this.thresholds[k])
      const merit = this.judge(criterion, after, best)
      if (merit > best) {
        best = merit
        threshold = this.thresholds[k]
      }
    }
    if (best === -Infinity) return NO_SPLIT
    return { merit: best, feature, kind: NUMERIC_BINARY, test: threshold }
  }

  /** All categories at once, unless splits are to be binary; then each against the rest. */
  private bestCategory(
    leaf: ClassLeaf,
    feature: number,
    column: number,
    criterion: SplitCriterion,
  ): Split {
    const codes = this.schema.categoriesInOrder(feature)
    this.seen = growInts(this.seen, codes.length)
    const { seen } = this
    const count = leaf.nominal.findSeen(column, codes, seen)
    let best: Split = NO_SPLIT
    if (!this.options.binarySplit) {
      const merit = this.judge(criterion, this.byAllCategories(leaf, column, seen, count))
      best = { merit, feature, kind: NOMINAL_MULTIWAY, test: 0 }
    }
    // Of two categories both splits are the same, and the one in many as well.
    const twins = count === 2 && leaf.nominal.areAll(column, seen[0], seen[1])
    const left = twins ? Number(best.feature < 0) : count
    for (let k = 0; k < left; k++) {
      const merit = this.judge(criterion, this.byCategory(leaf, column, seen[k]))
      if (merit > best.merit) best = { merit, feature, kind: NOMINAL_BINARY, test: seen[k] }
    }
    return best
  }

  /** The merit; -Infinity where there is none, or where it clearly is below the floor. */
  private judge(criterion: SplitCriterion, after: BranchWeights, floor = -Infinity): number {
    if (!sumBranches(after, this.options.minBranchFraction)) return -Infinity
    const { ceiling } = criterion
    if (ceiling && ceiling(this.before, after) < floor - ROUNDING) return -Infinity
    return criterion.merit(this.before, after)
  }

  /** The best of the thresholds that a column of the splitter's own suggests. */
  private bestOwn(
    leaf: ClassLeaf,
    feature: number,
    column: number,
    criterion: SplitCriterion,
  ): Split {
    const after = layOut(this.after, 2, leaf.metCount)
    let best: Split = NO_SPLIT
    leaf.columns?.columns[column].tryAll(
      this.trial(leaf, (threshold) => {
        const merit = this.judge(criterion, after)
        if (merit > best.merit) best = { merit, feature, kind: NUMERIC_BINARY, test: threshold }
      }),
    )
    return best
  }

  private trial(leaf: ClassLeaf, judge: (threshold: number) => void): ThresholdTrial {
    const { met, metCount, weights, totalWeight } = leaf
    return {
      places: met,
      classes: metCount,
      leafWeights: weights,
      leafWeight: totalWeight,
      weights: this.after.weights,
      judge,
    }
  }

  /** What a threshold leaves on either side; -1: the class has no entry there. */
  private exactly(leaf: ClassLeaf, { feature, test }: Split): BranchWeights {
    const classes = leaf.metCount
    const after = layOut(this.after, 2, classes)
    const column = leaf.numericColumn(feature)
    const own = leaf.columns?.columns[column]
    if (!own) {
      leaf.numeric.summarise(column, leaf.met, classes, this.column)
      this.gaussian.divideExactly(this.column, classes, test, after.weights)
      return after
    }
    let chosen = after.weights.slice(0, 0)
    const trial = this.trial(leaf, (threshold) => {
      if (threshold === test) chosen = after.weights.slice(0, 2 * classes)
    })
    own.tryAll(trial)
    for (let k = 0; k < chosen.length; k++) {
      const hasEntry = chosen[k] > 0 || own.keepsNothing(leaf.met[k % classes])
      after.weights[k] = hasEntry ? chosen[k] : -1
    }
    return after
  }

  /** The order in which the leaves of a split meet the classes: places in `leaf.met`. */
  classOrder(leaf: ClassLeaf, split: Split, ranks: Int32Array): number[] {
    const { met, metCount } = leaf
    const { codes } = leaf.classes
    const order = Array.from({ length: metCount }, (_, k) => k)
    // River: those of a multiway split meet their classes in the order of the labels.
    if (split.kind === NOMINAL_MULTIWAY) {
      order.sort((a, b) => ranks[codes[met[a]]] - ranks[codes[met[b]]])
    } else if (split.kind === NUMERIC_BINARY && this.keeper?.ordersByPlace) {
      order.sort((a, b) => met[a] - met[b])
    }
    return order
  }

  private atThreshold(classes: number, threshold: number): BranchWeights {
    const after = layOut(this.after, 2, classes)
    this.gaussian.divide(this.column, classes, threshold, after.weights)
    return after
  }

  private byCategory(leaf: ClassLeaf, column: number, code: number): BranchWeights {
    const classes = leaf.metCount
    const after = layOut(this.after, 2, classes)
    leaf.nominal.classWeights(column, code, leaf.met, classes, after.weights, 0)
    leaf.nominal.restWeights(column, code, leaf.met, classes, after.weights, classes)
    return after
  }

  private byAllCategories(
    leaf: ClassLeaf,
    column: number,
    codes: Int32Array,
    count: number,
  ): BranchWeights {
    const classes = leaf.metCount
    const after = layOut(this.after, count, classes)
    for (let k = 0; k < count; k++) {
      leaf.nominal.classWeights(column, codes[k], leaf.met, classes, after.weights, k * classes)
    }
    return after
  }
}
