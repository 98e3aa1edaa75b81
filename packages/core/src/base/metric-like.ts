import type { Label } from '../data/labels.js'

/** What may come with a prediction to be judged. */
export interface UpdateOptions {
  readonly w?: number
}

/** What a metric may say: mostly a number; several together have several. */
export type MetricValue = number | readonly unknown[] | ReadonlyMap<unknown, unknown> | undefined

/** Judges predictions one by one: what an evaluation asks of a metric, ours or a user's own. */
export interface MetricLike<Truth = Label, Prediction = Truth | Map<Label, number>> {
  update(yTrue: Truth, yPred: Prediction, options?: UpdateOptions): void
  /** The value so far. */
  get(): MetricValue
  /** True if it judges labels, false if it judges probabilities. */
  readonly requiresLabels?: boolean | undefined
}
