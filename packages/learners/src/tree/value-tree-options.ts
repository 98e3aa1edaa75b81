import type { RegressorLike, Rules, Schema } from '@coelho/core'
import { LinearRegression } from '../linear-model/linear-regression.js'
import {
  declareNominal,
  EAGERNESS,
  type Eagerness,
  type GrowthSettings,
} from './class-tree-options.js'
import type { TreeHabits } from './grow/check-tree.js'
import { type ValuePrediction, ValueTree } from './grow/value-tree.js'
import { TEBSTSplitter } from './splitter/tebst.js'
import { checkValueSplitter, type ValueSplitter } from './splitter/value-splitter.js'

/** What all regression trees have in common. */
export interface ValueTreeSettings extends Eagerness, GrowthSettings {
  /** How leaves predict: their mean, a model of their own, or whichever has been better. */
  readonly leafPrediction: ValuePrediction
  /** The model each leaf begins with, fresh; null: a `LinearRegression`. */
  readonly leafModel: RegressorLike | null
  /** How slowly past errors are forgotten when the better of mean and model is chosen. */
  readonly modelSelectorDecay: number
  /** How thresholds of numeric features are found; null: a `TEBSTSplitter`. */
  readonly splitter: ValueSplitter | null
  /** How much weight each branch of a split must have. */
  readonly minSamplesSplit: number
  /** How large the tree may grow, in mebibytes; then the deepest leaves are put to rest. */
  readonly maxSize: number
  /** Leave out features that turned out poor. */
  readonly removePoorAttrs: boolean
}

export const VALUE_TREE: Rules<ValueTreeSettings> = {
  gracePeriod: EAGERNESS.gracePeriod,
  maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
  delta: EAGERNESS.delta,
  tau: EAGERNESS.tau,
  leafPrediction: { kind: 'string', default: 'adaptive', choices: ['mean', 'model', 'adaptive'] },
  leafModel: { kind: 'object', default: null, nullable: true },
  modelSelectorDecay: { kind: 'number', default: 0.95, atLeast: 0, atMost: 1 },
  nominalAttributes: { kind: 'strings', default: null, nullable: true },
  splitter: { kind: 'object', default: null, nullable: true },
  minSamplesSplit: { kind: 'number', default: 5, atLeast: 0 },
  binarySplit: { kind: 'boolean', default: false },
  maxSize: { kind: 'number', default: 500, above: 0 },
  memoryEstimatePeriod: { kind: 'integer', default: 1_000_000, atLeast: 1 },
  stopMemManagement: { kind: 'boolean', default: false },
  removePoorAttrs: { kind: 'boolean', default: false },
  meritPreprune: { kind: 'boolean', default: true },
}

/** What a regression tree does that a plain one does not. */
export interface ValueTreeHabits {
  /** Events have several targets, with names. */
  readonly named?: boolean
  readonly habits?: TreeHabits
}

/** The tree that grows under a regressor with these options. */
export function valueTreeOf(
  { who, schema }: { who: string; schema: Schema },
  options: ValueTreeSettings,
  { named = false, habits }: ValueTreeHabits = {},
): ValueTree {
  const splitter = options.splitter ?? new TEBSTSplitter()
  checkValueSplitter(who, splitter)
  const model = options.leafModel ?? new LinearRegression()
  const tree = new ValueTree(who, { ...options, splitter }, model, schema, null, named, habits)
  declareNominal({ who, schema }, options)
  return tree
}
