import { Statistic } from './statistic.js'

/** Watches a number, an error for instance, and says when it has changed. */
export abstract class DriftDetector<Options extends object = object> extends Statistic<Options> {
  abstract update(x: number): void
  /** True if the last update showed a change. */
  abstract get driftDetected(): boolean
}

/** Watches whether predictions were wrong; it warns before it is sure. */
export abstract class BinaryDriftDetector<
  Options extends object = object,
> extends Statistic<Options> {
  abstract update(wrong: boolean): void
  abstract get driftDetected(): boolean
  /** True if the last update made a change likely. */
  abstract get warningDetected(): boolean
}
