import type { Labels, Rules, Schema } from '@coelho/core'
import { CRITERIA } from './criterion/criteria.js'
import type { TreeHabits } from './grow/check-tree.js'
import { ClassTree } from './grow/class-tree.js'
import type { LeafPrediction } from './leaf/predict-class.js'
import { type ClassSplitter, checkClassSplitter } from './splitter/gaussian.js'

/** When the leaves of a Hoeffding tree are split. */
export interface Eagerness {
  /** How much weight a leaf waits for between two attempts to split. */
  readonly gracePeriod: number
  /** The accepted error of a decision to split; 0 and 1 are excluded. */
  readonly delta: number
  /** Below this bound two splits count as equal, and the leaf is split all the same. */
  readonly tau: number
}

/** How far a tree grows, and by what: what trees of both kinds have in common. */
export interface GrowthSettings {
  /** How deep the tree may grow; null: as deep as River's, 980. */
  readonly maxDepth: number | null
  /** Features whose numbers are categories; strings always are. */
  readonly nominalAttributes: readonly string[] | null
  /** Only binary splits, also of nominal features. */
  readonly binarySplit: boolean
  /** After how much weight the size is measured. */
  readonly memoryEstimatePeriod: number
  /** Stop growing when the size limit is reached, instead of putting leaves to rest. */
  readonly stopMemManagement: boolean
  /** Not to split is one of the candidates. */
  readonly meritPreprune: boolean
}

/** What all classification trees have in common. */
export interface ClassTreeSettings extends GrowthSettings {
  /** How splits are judged. */
  readonly splitCriterion: 'info_gain' | 'gini' | 'hellinger'
  /** How leaves predict: majority class, naive Bayes, or whichever has been better. */
  readonly leafPrediction: LeafPrediction
  /** How much weight a leaf needs before it uses naive Bayes (with `leafPrediction: 'nb'`). */
  readonly nbThreshold: number
  /** How thresholds of numeric features are found; null: a `GaussianSplitter`. */
  readonly splitter: ClassSplitter | null
  /** At least two branches of a split must get more than this share of the weight. */
  readonly minBranchFraction: number
  /** A leaf in which one class has more than this share of the weight is not split. */
  readonly maxShareToSplit: number
  /** How large the tree may grow, in mebibytes; then the least promising leaves are put to rest. */
  readonly maxSize: number
  /** Leave out features that turned out poor (in leaves that predict by majority class). */
  readonly removePoorAttrs: boolean
}

export const EAGERNESS: Rules<Eagerness> = {
  gracePeriod: { kind: 'number', default: 200, above: 0 },
  delta: { kind: 'number', default: 1e-7, above: 0, below: 1 },
  tau: { kind: 'number', default: 0.05, atLeast: 0 },
}

export const CLASS_TREE: Rules<ClassTreeSettings> = {
  maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
  splitCriterion: {
    kind: 'string',
    default: 'info_gain',
    choices: ['info_gain', 'gini', 'hellinger'],
  },
  leafPrediction: { kind: 'string', default: 'nba', choices: ['mc', 'nb', 'nba'] },
  nbThreshold: { kind: 'number', default: 0, atLeast: 0 },
  nominalAttributes: { kind: 'strings', default: null, nullable: true },
  splitter: { kind: 'object', default: null, nullable: true },
  binarySplit: { kind: 'boolean', default: false },
  minBranchFraction: { kind: 'number', default: 0.01, atLeast: 0, atMost: 1 },
  maxShareToSplit: { kind: 'number', default: 0.99, above: 0, atMost: 1 },
  maxSize: { kind: 'number', default: 100, above: 0 },
  memoryEstimatePeriod: { kind: 'integer', default: 1_000_000, atLeast: 1 },
  stopMemManagement: { kind: 'boolean', default: false },
  removePoorAttrs: { kind: 'boolean', default: false },
  meritPreprune: { kind: 'boolean', default: true },
}

/** The tree that grows under a classifier with these options. */
export function classTreeOf(
  { who, schema, labels }: { who: string; schema: Schema; labels: Labels },
  options: ClassTreeSettings & Eagerness,
  habits?: TreeHabits,
): ClassTree {
  const splitter = checkClassSplitter(who, options.splitter)
  const criterion = CRITERIA[options.splitCriterion]
  declareNominal({ who, schema }, options)
  return new ClassTree({ ...options, splitter }, criterion, schema, labels, null, habits)
}

/** Tells a schema which numbers are categories. */
export function declareNominal(
  { who, schema }: { who: string; schema: Schema },
  { nominalAttributes }: Pick<GrowthSettings, 'nominalAttributes'>,
): void {
  for (const name of nominalAttributes ?? []) schema.add(who, name, 'category')
  schema.commit()
}
