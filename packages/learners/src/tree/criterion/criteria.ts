import type { Labels } from '@coelho/core'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import type { SplitCriterion } from './branch-weights.js'
import { gini } from './gini.js'
import { hellinger } from './hellinger.js'
import { infoGain } from './info-gain.js'

/** What judges the splits of a leaf. */
export type CriterionOf = (labels: Labels, leaf: ClassLeaf) => SplitCriterion

/** By the name of the option `splitCriterion`. */
export const CRITERIA: Readonly<Record<string, CriterionOf>> = {
  info_gain: () => infoGain,
  gini: () => gini,
  hellinger: (labels, leaf) =>
    hellinger(columnOf(labels, leaf, 1, true), columnOf(labels, leaf, 0, false)),
}

/** Where the weights of a class stand after a split; -1 if the leaf has not met it. */
function columnOf(labels: Labels, leaf: ClassLeaf, number: number, boolean: boolean): number {
  const code = Math.max(labels.find(number), labels.find(boolean))
  return leaf.met.subarray(0, leaf.metCount).indexOf(leaf.classes.find(code))
}
