import type { Label } from '../data/labels.js'

/** What may come with a prediction to be judged. */
export interface UpdateOptions {
  readonly w?: number
}

/** Judges predictions one by one: what an evaluation asks of a metric, ours or a user's own. */
export interface MetricLike<Truth = Label, Prediction = Truth | Map<Label, number>> {
  update(yTrue: Truth, yPred: Prediction, options?: UpdateOptions): void
  /** The value so far; several metrics together have several. */
  get(): number | number[] | undefined
  /** True if it judges labels, false if it judges probabilities. */
  readonly requiresLabels?: boolean
}
