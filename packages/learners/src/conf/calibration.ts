import { growFloats, type Label, math, SnapshotError } from '@coelho/core'

/** What a calibration has learned. */
export interface CalibrationSummary {
  /** The power that probabilities are raised to: below 1 where they were too sure. */
  readonly sharpness: number
  /** What they are then multiplied by, by class. */
  readonly factors: Map<Label, number>
}

/** A probability is taken for no smaller. */
const LEAST = 1e-15

/**
 * Probabilities as softmax(sharpness ln p + bias), with a bias per class. They follow the slope of
 * the logarithmic loss by AdaGrad: one rate suits slopes of any size.
 */
export class Calibration {
  static readonly id = 'conf.Calibration'
  static readonly state = ['sharpness', 'steepness', 'biases', 'slopes'] as const

  sharpness = 1
  /** The sum of the squared slopes of the sharpness. */
  private steepness = 0
  /** By class. */
  biases: Float64Array = new Float64Array(2)
  /** By class the sum of the squared slopes of its bias. */
  private slopes: Float64Array = new Float64Array(2)
  /** The logarithms of the last probabilities, less that of the highest. */
  private logs: Float64Array = new Float64Array(2)

  /** Learns from what was said of an event before its label was known; overwrites `said`. */
  learn(said: Float64Array, classes: number, label: number, weight: number, lr: number): void {
    this.biases = growFloats(this.biases, classes)
    this.slopes = growFloats(this.slopes, classes)
    this.apply(said, classes)
    const { logs, biases, slopes } = this
    let slope = -logs[label]
    for (let k = 0; k < classes; k++) slope += said[k] * logs[k]
    slope *= weight
    this.steepness += slope * slope
    const step = this.steepness > 0 ? (lr * slope) / Math.sqrt(this.steepness) : 0
    this.sharpness = Math.max(0, this.sharpness - step)
    for (let k = 0; k < classes; k++) {
      const g = weight * (said[k] - Number(k === label))
      slopes[k] += g * g
      if (slopes[k] > 0) biases[k] -= (lr * g) / Math.sqrt(slopes[k])
    }
  }

  /** Turns what a classifier said into what it is worth, in place. */
  apply(scores: Float64Array, classes: number): void {
    this.logs = growFloats(this.logs, classes)
    const { logs, biases, sharpness } = this
    let top = LEAST
    for (let k = 0; k < classes; k++) top = Math.max(top, scores[k])
    const logTop = math.log(top)
    let highest = -Infinity
    for (let k = 0; k < classes; k++) {
      logs[k] = math.log(Math.max(LEAST, scores[k])) - logTop
      scores[k] = sharpness * logs[k] + (k < biases.length ? biases[k] : 0)
      highest = Math.max(highest, scores[k])
    }
    let total = 0
    for (let k = 0; k < classes; k++) {
      scores[k] = math.exp(scores[k] - highest)
      total += scores[k]
    }
    for (let k = 0; k < classes; k++) scores[k] /= total
  }

  checkState(): void {
    const { sharpness, steepness, biases, slopes } = this
    const sound = Number.isFinite(sharpness) && sharpness >= 0 && steepness >= 0
    const finite = biases.every(Number.isFinite) && slopes.every((slope) => slope >= 0)
    if (sound && finite && biases.length === slopes.length) return
    throw new SnapshotError('a calibration must have a sharpness, and a bias per class')
  }
}
