import {
  Classifier,
  type Features,
  growFloats,
  type Label,
  math,
  type Row,
  relayout,
  SnapshotError,
} from '@coelho/core'

/** Added to each density, so that one odd value cannot veto a class. */
const DENSITY_FLOOR = 1e-9
const LOG_DENSITY_FLOOR = -20.72326583694641
/** Products of densities are turned into logarithms before they leave this range. */
const TINY = 1e-140
const HUGE = 1e140

/**
 * Naive Bayes with one normal distribution per class and feature.
 *
 * A feature that a class has not seen, or has seen with one value only, counts the floor.
 *
 * @example
 * const model = new GaussianNB()
 * model.learnOne({ height: 110 }, 'child')
 * model.learnOne({ height: 118 }, 'child')
 * model.learnOne({ height: 175 }, 'adult')
 * model.predictOne({ height: 115 }) // => 'child'
 */
export class GaussianNB extends Classifier {
  static override readonly id = 'naiveBayes.GaussianNB'
  static override readonly state = ['events', 'width', 'seen', 'mean', 'spread'] as const

  /** The weight of the events, per class. */
  private events: Float64Array = new Float64Array(2)
  /** How many features the tables below have room for; they have a row per class. */
  private width = 0
  private seen: Float64Array = new Float64Array(0)
  private mean: Float64Array = new Float64Array(0)
  /** The sum of squared distances from the mean. */
  private spread: Float64Array = new Float64Array(0)

  // What scoring needs, worked out anew for a class after it has learned; not part of the state.
  private fresh: Uint8Array = new Uint8Array(0)
  /** 1 / (2 variance), and the density at the mean: 0 where there is no variance yet. */
  private narrowness: Float64Array = new Float64Array(0)
  private peak: Float64Array = new Float64Array(0)

  learnRow(row: Row, label: number, weight: number): void {
    this.reserve(label + 1, row.width)
    this.events[label] += weight
    this.fresh[label] = 0
    const { seen, mean, spread } = this
    const { indices, values, count } = row
    const base = label * this.width
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const slot = base + feature
      const x = values[feature]
      const n = seen[slot] + weight
      const before = mean[slot]
      const after = before + (weight / n) * (x - before)
      seen[slot] = n
      mean[slot] = after
      spread[slot] += weight * (x - before) * (x - after)
    }
  }

  scoreRow(row: Row, scores: Float64Array): boolean {
    if (!this.logLikelihoods(row, scores)) return false
    const { size } = this.labels
    let highest = -Infinity
    for (let label = 0; label < size; label++) highest = Math.max(highest, scores[label])
    let total = 0
    for (let label = 0; label < size; label++) total += scores[label] = math.exp(scores[label] - highest)
    for (let label = 0; label < size; label++) scores[label] /= total
    return true
  }

  override predictRow(row: Row): number {
    const scores = this.scratch()
    return this.logLikelihoods(row, scores) ? this.best(scores) : -1
  }

  /**
   * ln P(class) + the sum of ln(floor + density) over the event's features. The densities are
   * multiplied, and one logarithm is taken per class instead of one per feature.
   */
  private logLikelihoods(row: Row, scores: Float64Array): boolean {
    const classes = this.labels.size
    if (classes === 0) return false
    const { events, width, mean, narrowness, peak } = this
    const { indices, values } = row
    let total = 0
    for (let label = 0; label < classes; label++) total += events[label]
    // Features that came after the last learning stand at the end: they all count the floor.
    let known = row.count
    while (known > 0 && indices[known - 1] >= width) known--
    const rest = (row.count - known) * LOG_DENSITY_FLOOR

    for (let label = 0; label < classes; label++) {
      if (this.fresh[label] === 0) this.refresh(label)
      const base = label * width
      let product = events[label] / total
      let score = rest
      for (let k = 0; k < known; k++) {
        const feature = indices[k]
        const slot = base + feature
        const distance = values[feature] - mean[slot]
        product *= DENSITY_FLOOR + peak[slot] * math.exp(-distance * distance * narrowness[slot])
        if (product < TINY || product > HUGE) {
          score += math.log(product)
          product = 1
        }
      }
      scores[label] = score + math.log(product)
    }
    return true
  }

  /** The logarithm of the joint likelihood of an event and each class. */
  jointLogLikelihood(x: Features): Map<Label, number> {
    const row = this.door.peek(x)
    try {
      const scores = this.scratch()
      if (!this.logLikelihoods(row, scores)) return new Map()
      return new Map(this.labels.toArray().map((label, code) => [label, scores[code]]))
    } finally {
      this.forget()
    }
  }

  /** The share of a class among the events; 0 if it was never seen. */
  pClass(label: Label): number {
    const code = this.labels.find(label)
    const total = this.events.reduce((sum, events) => sum + events, 0)
    return code < 0 ? 0 : this.events[code] / total
  }

  private refresh(label: number): void {
    const { seen, spread, narrowness, peak, width } = this
    for (let slot = label * width; slot < (label + 1) * width; slot++) {
      const variance = spread[slot] / seen[slot]
      const known = variance > 0 // NaN and 0 are not
      narrowness[slot] = known ? 0.5 / variance : 0
      peak[slot] = known ? math.INVERSE_SQRT_TAU / Math.sqrt(variance) : 0
    }
    this.fresh[label] = 1
  }

  /** Room for so many classes and features; it doubles, so that it rarely has to move. */
  private reserve(classes: number, width: number): void {
    this.events = growFloats(this.events, classes)
    const rows = this.fresh.length // of the tables
    if (classes <= rows && width <= this.width) return
    const toRows = classes > rows ? Math.max(classes, 2 * rows) : rows
    const toWidth = width > this.width ? Math.max(width, Math.min(2 * this.width, 4096)) : this.width
    this.seen = relayout(this.seen, rows, this.width, toRows, toWidth)
    this.mean = relayout(this.mean, rows, this.width, toRows, toWidth)
    this.spread = relayout(this.spread, rows, this.width, toRows, toWidth)
    this.width = toWidth
    this.dropWorkings(toRows)
  }

  /** What scoring needs is worked out anew when it is asked for. */
  private dropWorkings(rows: number): void {
    this.fresh = new Uint8Array(rows)
    this.narrowness = new Float64Array(rows * this.width)
    this.peak = new Float64Array(rows * this.width)
  }

  checkState(): void {
    const { seen, mean, spread, width, events, labels } = this
    const rows = width > 0 ? seen.length / width : 0
    const whole = Number.isInteger(rows) && rows >= 0 && Number.isInteger(width)
    const sameLength = mean.length === seen.length && spread.length === seen.length
    if (!whole || !sameLength || events.length < labels.size || (width > 0 && rows < labels.size)) {
      throw new SnapshotError('the tables of GaussianNB must have a row per class')
    }
    this.dropWorkings(rows)
  }
}
