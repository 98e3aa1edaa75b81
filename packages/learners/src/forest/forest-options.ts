import type { Rule, random } from '@coelho/core'
import type { FeatureBudget } from '../ensemble/feature-budget.js'
import type { Detector } from '../ensemble/member.js'
import { JOBS } from './jobs/options.js'

/** The options that all forests of Hoeffding trees share. */
export interface ForestOptions {
  /** How many trees. */
  readonly nModels: number
  /**
   * How many features a leaf looks at: `'sqrt'` or `'log2'` of their number, a fraction, a count
   * (1 and more), all but so many (below 0), or all (null). The first event tells their number.
   */
  readonly maxFeatures: FeatureBudget
  /** How often a tree learns an event on average; each time is drawn (Poisson distribution). */
  readonly lambdaValue: number
  /** All trees count alike, not by their score. */
  readonly disableWeightedVote: boolean
  /** Finds out that a tree no longer fits: it is replaced; null: an `ADWIN` of delta 0.001. */
  readonly driftDetector: Detector | null
  /** Warns before: then a tree begins to learn in the background; null: `ADWIN`, delta 0.01. */
  readonly warningDetector: Detector | null
  /** How much weight a leaf waits for between two attempts to split. */
  readonly gracePeriod: number
  /** How deep a tree may grow; null: as deep as River's, 980. */
  readonly maxDepth: number | null
  /** The accepted error of a decision to split; 0 and 1 are excluded. */
  readonly delta: number
  /** Below this bound two splits count as equal, and the leaf is split all the same. */
  readonly tau: number
  /** Features whose numbers are categories; strings always are. */
  readonly nominalAttributes: readonly string[] | null
  /** Only binary splits, also of nominal features. */
  readonly binarySplit: boolean
  /** How large a tree may grow, in mebibytes; then the least promising leaves are put to rest. */
  readonly maxSize: number
  /** After how much weight the size of a tree is measured. */
  readonly memoryEstimatePeriod: number
  /** Stop growing when the size limit is reached, instead of putting leaves to rest. */
  readonly stopMemManagement: boolean
  /** Leave out features that turned out poor. */
  readonly removePoorAttrs: boolean
  /** Not to split is one of the candidates. */
  readonly meritPreprune: boolean
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
}

/** The rules of the options of all forests of Hoeffding trees, extra trees included. */
export const TREES: Readonly<
  Record<
    | 'nModels'
    | 'driftDetector'
    | 'warningDetector'
    | 'gracePeriod'
    | 'maxDepth'
    | 'delta'
    | 'tau'
    | 'nominalAttributes'
    | 'binarySplit'
    | 'memoryEstimatePeriod'
    | 'stopMemManagement'
    | 'removePoorAttrs'
    | 'meritPreprune'
    | 'seed',
    Rule
  >
> = {
  nModels: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
  driftDetector: { kind: 'object', default: null, nullable: true },
  warningDetector: { kind: 'object', default: null, nullable: true },
  gracePeriod: { kind: 'number', default: 50, above: 0 },
  maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
  delta: { kind: 'number', default: 0.01, above: 0, below: 1 },
  tau: { kind: 'number', default: 0.05, atLeast: 0 },
  nominalAttributes: { kind: 'strings', default: null, nullable: true },
  binarySplit: { kind: 'boolean', default: false },
  memoryEstimatePeriod: { kind: 'integer', default: 2_000_000, atLeast: 1 },
  stopMemManagement: { kind: 'boolean', default: false },
  removePoorAttrs: { kind: 'boolean', default: false },
  meritPreprune: { kind: 'boolean', default: true },
  seed: { kind: 'any', default: null },
}

/** Those of the adaptive random forests. */
export const FOREST: typeof TREES &
  typeof JOBS &
  Readonly<Record<'maxFeatures' | 'lambdaValue' | 'metric' | 'splitter', Rule>> = {
  ...TREES,
  maxFeatures: { kind: 'any', default: 'sqrt', nullable: true },
  lambdaValue: { kind: 'number', default: 6, above: 0, atMost: 700 },
  metric: { kind: 'object', default: null, nullable: true },
  splitter: { kind: 'object', default: null, nullable: true },
  ...JOBS,
}

/** Those of the leaves of regression trees. */
export const VALUE_LEAVES: Readonly<
  Record<
    'leafPrediction' | 'leafModel' | 'modelSelectorDecay' | 'minSamplesSplit' | 'maxSize',
    Rule
  >
> = {
  leafPrediction: { kind: 'string', default: 'adaptive', choices: ['mean', 'model', 'adaptive'] },
  leafModel: { kind: 'object', default: null, nullable: true },
  modelSelectorDecay: { kind: 'number', default: 0.95, atLeast: 0, atMost: 1 },
  minSamplesSplit: { kind: 'number', default: 5, atLeast: 0 },
  maxSize: { kind: 'number', default: 500, above: 0 },
}
