import type { Label } from '@coelho/core'

/** A branch on the way of an event. */
export interface ExplainedStep {
  readonly feature: string
  /** Where the event went: `amount > 63`. */
  readonly condition: string
  /**
   * True if the event does not answer the question, and went the way of most; in a Mondrian tree
   * to the child that has predicted better.
   */
  readonly asMost: boolean
  /** What this step added to the prediction. */
  readonly change: number
}

/** What one prediction is made of: `base` and all `contributions` add up to `prediction`. */
export interface Explanation {
  readonly prediction: number
  /** What would be predicted without knowing anything of the event. */
  readonly base: number
  /**
   * What each feature added, the most telling first. What a leaf model adds, and what belongs to
   * no feature, stands under `LEAF_MODEL`.
   */
  readonly contributions: Map<string, number>
}

/** What a tree says of one event; `path` are the branches from the root on, in words. */
export interface TreeExplanation extends Explanation {
  readonly path: readonly ExplainedStep[]
}

/** One tree's part in what several say: each counts `weight` times. */
export interface ExplainedTree extends TreeExplanation {
  readonly weight: number
}

/** What a forest says of one event: the sum of what its trees say, by their weights. */
export interface ForestExplanation extends Explanation {
  readonly trees: readonly ExplainedTree[]
}

/** With the label whose probability is explained; undefined before anything was learned. */
export interface OfLabel {
  readonly label: Label | undefined
}

export interface ExplainOptions {
  /** Whose probability is explained; without it, that of the label which is predicted. */
  readonly label?: Label | undefined
}

/**
 * Under this name stands what no feature has added: what the models of leaves add to their means.
 *
 * @example
 * const model = new HoeffdingTreeRegressor({ leafPrediction: 'model' })
 * for (let i = 0; i < 100; i++) model.learnOne({ km: i % 3 }, 10 * (i % 3))
 * const { contributions } = model.explainOne({ km: 2 })
 * contributions.has(LEAF_MODEL) // => true
 */
export const LEAF_MODEL = '(leaf model)'
