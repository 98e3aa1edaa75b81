import { metrics, random, type Schema, seeded } from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { checkFeatureBudget } from '../ensemble/feature-budget.js'
import { Member, type Score } from '../ensemble/member.js'
import { checkNumberDetector, checkScore } from '../ensemble/scores.js'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { FeaturePicker } from '../tree/grow/feature-picker.js'
import { ValueTree } from '../tree/grow/value-tree.js'
import { TEBSTSplitter } from '../tree/splitter/tebst.js'
import { checkValueSplitter } from '../tree/splitter/value-splitter.js'
import type { ARFRegressorOptions } from './arf-regressor-options.js'
import { Forest } from './forest.js'

/** What such a forest is made of. */
export const VALUE_FOREST: readonly unknown[] = [
  random.Random,
  Forest,
  FeaturePicker,
  Member,
  ValueTree,
  TEBSTSplitter,
  LinearRegression,
  ADWIN,
  metrics.MSE,
]

/** The trees of a forest for numbers, once its options are checked. */
export function plantValues(
  { who, schema }: { who: string; schema: Schema },
  options: ARFRegressorOptions,
): Forest<ValueTree> {
  const { driftDetector, warningDetector, metric } = options
  checkFeatureBudget(who, 'maxFeatures', options.maxFeatures)
  checkNumberDetector(who, 'driftDetector', driftDetector)
  checkNumberDetector(who, 'warningDetector', warningDetector)
  checkScore(who, metric)
  const splitter = options.splitter ?? new TEBSTSplitter()
  checkValueSplitter(who, splitter)
  const model = options.leafModel ?? new LinearRegression()
  const tree = { ...options, splitter }
  const picker = new FeaturePicker(seeded(who, options.seed), schema)
  return new Forest(options, picker, {
    drift: driftDetector ?? new ADWIN({ delta: 0.001 }),
    warning: warningDetector ?? new ADWIN({ delta: 0.01 }),
    score: metric ?? (new metrics.MSE() as Score),
    fresh: () => new ValueTree(who, tree, model, schema, picker),
  })
}
