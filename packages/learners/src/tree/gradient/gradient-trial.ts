import { MOMENTS, merge, variance } from '../leaf/moments.js'
import { GRAD_HESS, lossChange, mergeGradHess, newtonStep, subtractGradHess } from './grad-hess.js'

/** What came out best for a leaf; `feature` is -1 where it is to change its own prediction. */
export interface GradientSplit {
  readonly feature: number
  readonly kind: number
  /** The threshold of a split in two. */
  readonly test: number
  /** The categories of a split by them, one for each branch. */
  readonly codes: ArrayLike<number>
  /** By how much the prediction of each branch changes. */
  readonly steps: readonly number[]
  readonly lossMean: number
  readonly lossVariance: number
}

/** Tries the splits of a leaf by how much they are expected to lower the loss. */
export class GradientTrial {
  private readonly lambda: number
  private readonly gamma: number
  /** All events of the leaf. */
  private readonly all: Float64Array = new Float64Array(GRAD_HESS)
  /** The events below a threshold, and above it. */
  private readonly left: Float64Array = new Float64Array(GRAD_HESS)
  private readonly right: Float64Array = new Float64Array(GRAD_HESS)
  /** Changes of the loss: on the left, on the right, in both. */
  private readonly leftLoss: Float64Array = new Float64Array(MOMENTS)
  private readonly rightLoss: Float64Array = new Float64Array(MOMENTS)
  private readonly bothLoss: Float64Array = new Float64Array(MOMENTS)
  /** The best threshold of the feature in hand: mean, variance, left and right step, threshold. */
  private readonly found: Float64Array = new Float64Array(5)

  constructor(lambda: number, gamma: number) {
    this.lambda = lambda
    this.gamma = gamma
  }

  /** Begins with a leaf: the change of its own prediction is what a split must beat. */
  start(all: Float64Array): GradientSplit {
    this.all.set(all)
    const step = newtonStep(all, 0, this.lambda)
    lossChange(all, 0, step, this.bothLoss, 0)
    const lossMean = this.bothLoss[1]
    const lossVariance = variance(this.bothLoss, 0)
    return { feature: -1, kind: 0, test: 0, codes: [], steps: [step], lossMean, lossVariance }
  }

  /** Begins with a feature that has thresholds. */
  startThresholds(): void {
    this.left.fill(0)
    this.leftLoss.fill(0)
    this.found[0] = Infinity
  }

  /** Tries a threshold: the events between it and the one before come to the left. */
  tryThreshold(threshold: number, between: Float64Array, at: number): void {
    const { all, left, right, leftLoss, rightLoss, bothLoss, found, lambda } = this
    mergeGradHess(left, 0, between, at)
    const leftStep = newtonStep(left, 0, lambda)
    lossChange(left, 0, leftStep, rightLoss, 0)
    // River: the changes of all thresholds so far are summed, not those of this one alone.
    merge(leftLoss, 0, rightLoss, 0)
    for (let k = 0; k < GRAD_HESS; k++) right[k] = all[k]
    subtractGradHess(right, 0, left, 0)
    const rightStep = newtonStep(right, 0, lambda)
    lossChange(right, 0, rightStep, rightLoss, 0)
    for (let k = 0; k < MOMENTS; k++) bothLoss[k] = leftLoss[k]
    merge(bothLoss, 0, rightLoss, 0)
    if (!(bothLoss[1] < found[0])) return
    // River: what the branches cost is added to the best so far, and not to those that follow.
    found[0] = bothLoss[1] + (2 * this.gamma) / all[0]
    found[1] = variance(bothLoss, 0)
    found[2] = leftStep
    found[3] = rightStep
    found[4] = threshold
  }

  /** The better of the best threshold of the feature in hand and of what was best before. */
  betterThreshold(feature: number, kind: number, best: GradientSplit): GradientSplit {
    const [lossMean, lossVariance, left, right, test] = this.found
    if (!(lossMean < best.lossMean)) return best
    return { feature, kind, test, codes: [], steps: [left, right], lossMean, lossVariance }
  }

  /** The better of a split by categories and of what was best before. */
  betterCategories(
    feature: number,
    kind: number,
    codes: ArrayLike<number>,
    sums: Float64Array,
    best: GradientSplit,
  ): GradientSplit {
    const { bothLoss, rightLoss, lambda, gamma, all } = this
    const steps: number[] = []
    bothLoss.fill(0)
    for (let k = 0; k < codes.length; k++) {
      const step = newtonStep(sums, k * GRAD_HESS, lambda)
      lossChange(sums, k * GRAD_HESS, step, rightLoss, 0)
      merge(bothLoss, 0, rightLoss, 0)
      steps.push(step)
    }
    const lossMean = bothLoss[1] + (codes.length * gamma) / all[0]
    if (!(lossMean < best.lossMean)) return best
    const lossVariance = variance(bothLoss, 0)
    return { feature, kind, test: 0, codes, steps, lossMean, lossVariance }
  }
}
