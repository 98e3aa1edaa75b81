import { growFloats, type Schema } from '@coelho/core'
import {
  type BranchWeights,
  type SplitCriterion,
  sumBranches,
} from '../criterion/branch-weights.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import type { ColumnSummary } from '../leaf/numeric-table.js'
import type { GaussianSplitter } from '../splitter/gaussian.js'
import { NOMINAL_BINARY, NOMINAL_MULTIWAY, NUMERIC_BINARY } from './nodes.js'
import { NO_SPLIT, type Split } from './split.js'

export interface SearchOptions {
  readonly splitter: GaussianSplitter
  readonly minBranchFraction: number
  readonly maxShareToSplit: number
  readonly binarySplit: boolean
  readonly meritPreprune: boolean
}

/** Finds the best split of a leaf, feature by feature; its arrays are used again and again. */
export class SplitSearch {
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
  private thresholds: Float64Array
  private column: ColumnSummary = columnFor(4)

  constructor(options: SearchOptions, schema: Schema) {
    this.options = options
    this.schema = schema
    this.thresholds = new Float64Array(options.splitter.options.nSplits)
  }

  /** One suggestion per feature, and not to split at all unless it is ruled out. */
  suggestions(leaf: ClassLeaf, criterion: SplitCriterion): Split[] {
    const { maxShareToSplit, meritPreprune } = this.options
    const { heaviest } = leaf
    if (heaviest > 0 && heaviest / leaf.totalWeight > maxShareToSplit) return [NO_SPLIT]
    const found = meritPreprune ? [NO_SPLIT] : []
    this.before = criterion.before(leaf.weights, leaf.classes.count)
    const classes = leaf.metCount
    if (classes > this.column.seen.length) this.column = columnFor(2 * classes)
    for (let k = 0; k < leaf.featureCount; k++) {
      const feature = leaf.features[k]
      const numeric = leaf.numericColumn(feature)
      const nominal = leaf.nominalColumn(feature)
      if (numeric >= 0) found.push(this.bestThreshold(leaf, feature, numeric, criterion))
      else if (nominal >= 0) found.push(this.bestCategory(leaf, feature, nominal, criterion))
    }
    return found
  }

  /** The weights the branches of a split start with: a row each, in the order of `leaf.met`. */
  childWeights(leaf: ClassLeaf, split: Split): BranchWeights {
    const classes = leaf.metCount
    if (split.kind === NUMERIC_BINARY) {
      leaf.numeric.summarise(leaf.numericColumn(split.feature), leaf.met, classes, this.column)
      return this.atThreshold(classes, split.test)
    }
    const column = leaf.nominalColumn(split.feature)
    if (split.kind === NOMINAL_BINARY) return this.byCategory(leaf, column, split.test)
    return this.byAllCategories(leaf, column, this.seenCategories(leaf, split.feature, column))
  }

  /** The codes of the categories a leaf has seen, in the order of the categories. */
  seenCategories(leaf: ClassLeaf, feature: number, column: number): Int32Array {
    const codes = this.schema.categoriesInOrder(feature)
    return codes.filter((code) => leaf.nominal.hasSeen(column, code))
  }

  private bestThreshold(
    leaf: ClassLeaf,
    feature: number,
    column: number,
    criterion: SplitCriterion,
  ): Split {
    const classes = leaf.metCount
    leaf.numeric.summarise(column, leaf.met, classes, this.column)
    const count = this.options.splitter.thresholds(this.column, classes, this.thresholds)
    let best = -Infinity
    let threshold = 0
    for (let k = 0; k < count; k++) {
      const merit = this.judge(criterion, this.atThreshold(classes, this.thresholds[k]))
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
    const codes = this.seenCategories(leaf, feature, column)
    let best: Split = NO_SPLIT
    if (!this.options.binarySplit) {
      const merit = this.judge(criterion, this.byAllCategories(leaf, column, codes))
      best = { merit, feature, kind: NOMINAL_MULTIWAY, test: 0 }
    }
    for (const code of codes) {
      const merit = this.judge(criterion, this.byCategory(leaf, column, code))
      if (merit > best.merit) best = { merit, feature, kind: NOMINAL_BINARY, test: code }
    }
    return best
  }

  private judge(criterion: SplitCriterion, after: BranchWeights): number {
    if (!sumBranches(after, this.options.minBranchFraction)) return -Infinity
    return criterion.merit(this.before, after)
  }

  private atThreshold(classes: number, threshold: number): BranchWeights {
    const after = this.branches(2, classes, 2)
    this.options.splitter.divide(this.column, classes, threshold, after.weights)
    return after
  }

  private byCategory(leaf: ClassLeaf, column: number, code: number): BranchWeights {
    const classes = leaf.metCount
    const after = this.branches(2, classes, 2)
    leaf.nominal.classWeights(column, code, leaf.met, classes, after.weights, 0)
    leaf.nominal.restWeights(column, code, leaf.met, classes, after.weights, classes)
    return after
  }

  private byAllCategories(leaf: ClassLeaf, column: number, codes: Int32Array): BranchWeights {
    const classes = leaf.metCount
    const after = this.branches(codes.length, classes, codes.length)
    codes.forEach((code, branch) => {
      leaf.nominal.classWeights(column, code, leaf.met, classes, after.weights, branch * classes)
    })
    return after
  }

  private branches(branches: number, classes: number, rows: number): BranchWeights {
    const { after } = this
    after.weights = growFloats(after.weights, rows * classes)
    after.sums = growFloats(after.sums, branches)
    after.branches = branches
    after.classes = classes
    return after
  }
}

function columnFor(classes: number): ColumnSummary {
  const array = () => new Float64Array(classes)
  return { seen: array(), mean: array(), deviation: array(), least: array(), greatest: array() }
}
