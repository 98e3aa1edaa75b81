import { type Labels, metrics, random, type Schema, seeded } from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { checkFeatureBudget } from '../ensemble/feature-budget.js'
import { Member, type Score } from '../ensemble/member.js'
import { checkDetector, checkScore } from '../ensemble/scores.js'
import { CRITERIA } from '../tree/criterion/criteria.js'
import { ClassTree } from '../tree/grow/class-tree.js'
import { FeaturePicker } from '../tree/grow/feature-picker.js'
import { checkClassSplitter, GaussianSplitter } from '../tree/splitter/gaussian.js'
import type { ARFClassifierOptions } from './arf-classifier-options.js'
import { Forest } from './forest.js'

/** What such a forest is made of. */
export const CLASS_FOREST: readonly unknown[] = [
  random.Random,
  Forest,
  FeaturePicker,
  Member,
  ClassTree,
  GaussianSplitter,
  ADWIN,
  metrics.Accuracy,
]

/** The trees of a forest for classes, once its options are checked; `score` judges each. */
export function plantClasses(
  { who, schema, labels }: { who: string; schema: Schema; labels: Labels },
  options: ARFClassifierOptions,
  score: Score,
): Forest<ClassTree> {
  const { driftDetector, warningDetector, onlyRisingError } = options
  checkFeatureBudget(who, 'maxFeatures', options.maxFeatures)
  checkDetector(who, 'driftDetector', driftDetector, onlyRisingError)
  checkDetector(who, 'warningDetector', warningDetector, onlyRisingError)
  checkScore(who, options.metric)
  const tree = { ...options, splitter: checkClassSplitter(who, options.splitter) }
  const criterion = CRITERIA[options.splitCriterion]
  const picker = new FeaturePicker(seeded(who, options.seed), schema)
  return new Forest(options, picker, {
    drift: driftDetector ?? new ADWIN({ delta: 0.001 }),
    warning: warningDetector ?? new ADWIN({ delta: 0.01 }),
    score,
    onlyRising: onlyRisingError,
    fresh: () => new ClassTree(tree, criterion, schema, labels, picker),
  })
}
