import { shortName } from '../base/class-name.js'

/** What there is to predict. */
export type Task =
  | 'Regression'
  | 'Binary classification'
  | 'Multi-class classification'
  | 'Multi-output binary classification'
  | 'Multi-output regression'

/** What is known about a dataset before its first event. */
export interface DatasetFacts {
  readonly task: Task
  readonly nFeatures: number
  /** How many labels there are, where events have labels. */
  readonly nClasses?: number | undefined
  /** How many values are to be predicted; one unless told. */
  readonly nOutputs?: number
  /** How many events there are; unless told they never end. */
  readonly nSamples?: number | undefined
}

/** An event and its label or target. */
export type DatasetEvent<X, Y> = [x: X, y: Y]

/** What all datasets tell about themselves. */
export abstract class Dataset {
  static readonly id: string = 'Dataset'

  abstract get facts(): DatasetFacts

  /** Its name in messages: `SEA`. */
  get who(): string {
    return shortName(this.constructor as typeof Dataset)
  }

  get task(): Task {
    return this.facts.task
  }

  get nFeatures(): number {
    return this.facts.nFeatures
  }

  /** How many labels there are; undefined where the target is a number. */
  get nClasses(): number | undefined {
    return this.facts.nClasses
  }

  get nOutputs(): number {
    return this.facts.nOutputs ?? 1
  }

  /** How many events there are; undefined if they never end. */
  get nSamples(): number | undefined {
    return this.facts.nSamples
  }
}
