import {
  Classifier,
  type Features,
  growFloats,
  type Label,
  math,
  NO_FLOATS,
  type Row,
  relayout,
  SnapshotError,
} from '@coelho/core'
import { match } from '../merging/match.js'
import { clearWinner, type Moments, pool, type Workings, workingsFor } from './workings.js'

/** Added to each density, so that one odd value cannot veto a class. */
const DENSITY_FLOOR = 1e-9
const LOG_DENSITY_FLOOR = -20.72326583694641
/** Products of densities are turned into logarithms before they leave this range. */
const TINY = 1e-140
const HUGE = 1e140
const INVERSE_PI = 1 / Math.PI
/** Down to this log density the floor adds less than FLOOR_SHARE to the logarithm. */
const CLEAR = -9
const FLOOR_SHARE = 8.2e-6

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
  static override readonly state = [
    'events',
    'features',
    'width',
    'seen',
    'mean',
    'spread',
  ] as const

  /** The weight of the events, per class. */
  private events: Float64Array = new Float64Array(2)
  /** How many features there were when it last learned. */
  private features = 0
  /** How many features the tables below have room for; they have a row per class. */
  private width = 0
  private seen: Float64Array = NO_FLOATS
  private mean: Float64Array = NO_FLOATS
  /** The sum of squared distances from the mean. */
  private spread: Float64Array = NO_FLOATS

  /** What scoring needs, worked out anew for a class after it has learned; no state. */
  private workings: Workings = workingsFor(0, 0)

  learnRow(row: Row, label: number, weight: number): void {
    this.reserve(label + 1, row.width)
    this.events[label] += weight
    this.workings.fresh[label] = 0
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
    for (let label = 0; label < size; label++)
      total += scores[label] = math.exp(scores[label] - highest)
    for (let label = 0; label < size; label++) scores[label] /= total
    return true
  }

  /**
   * The floor is left out where it cannot decide: then a class's score is a sum of squares and
   * one cached logarithm, without a single exponential. Only if the two best classes come
   * within what the floor could add is the exact way taken.
   */
  override predictRow(row: Row): number {
    const scores = this.scratch()
    if (this.hasAll(row)) {
      this.quickScores(row, scores)
      const best = clearWinner(scores, this.labels.size, row.count * FLOOR_SHARE + 1e-9)
      if (best >= 0) return best
    }
    return this.logLikelihoods(row, scores) ? this.best(scores) : -1
  }

  /** True if the row has just the features learned so far: indices ascend. */
  private hasAll(row: Row): boolean {
    const { features } = this
    return row.count === features && features > 0 && row.indices[features - 1] === features - 1
  }

  /** ln P(class, event) but for a common term, from below, to within the margin; for full rows. */
  private quickScores(row: Row, scores: Float64Array): void {
    const classes = this.labels.size
    const { width, mean, features, workings } = this
    const { fresh, narrowness, offsets, reach } = workings
    const { values } = row
    for (let label = 0; label < classes; label++) {
      if (fresh[label] === 0) this.refresh(label)
      const base = label * width
      let below = 0
      let squares = 0
      for (let feature = 0; feature < features; feature++) {
        const distance = values[feature] - mean[base + feature]
        const t = distance * distance * narrowness[base + feature]
        below += t
        squares += t * t // bounds the largest t without a jump that is hard to foresee
      }
      if (squares <= reach[label] * reach[label]) scores[label] = offsets[label] - below
      else this.scoreFar(values, label, scores)
    }
  }

  /** The same where some densities are so low that the floor counts. */
  private scoreFar(values: Float64Array, label: number, scores: Float64Array): void {
    const { mean, width, features } = this
    const { narrowness, offsets, reach } = this.workings
    let score = offsets[label]
    for (let feature = 0; feature < features; feature++) {
      const slot = label * width + feature
      const distance = values[feature] - mean[slot]
      const t = distance * distance * narrowness[slot]
      if (t > reach[label]) {
        const peak = 0.5 * math.log(narrowness[slot] * INVERSE_PI)
        score += math.log(DENSITY_FLOOR + math.exp(peak - t)) - peak
      } else score -= t
    }
    scores[label] = score
  }

  /**
   * ln P(class) + the sum of ln(floor + density) over the event's features. The densities are
   * multiplied, and one logarithm is taken per class instead of one per feature.
   */
  private logLikelihoods(row: Row, scores: Float64Array): boolean {
    const classes = this.labels.size
    if (classes === 0) return false
    const { events, width, mean, workings } = this
    const { fresh, narrowness } = workings
    const { indices, values } = row
    let total = 0
    for (let label = 0; label < classes; label++) total += events[label]
    // Labels may be known from what a sampler kept from it: then it knows nothing yet.
    if (!(total > 0)) return false
    // Features that came after the last learning stand at the end: they all count the floor.
    let known = row.count
    while (known > 0 && indices[known - 1] >= width) known--

    for (let label = 0; label < classes; label++) {
      if (fresh[label] === 0) this.refresh(label)
      const base = label * width
      let product = events[label] / total
      let score = 0
      let floors = row.count - known
      for (let k = 0; k < known; k++) {
        const slot = base + indices[k]
        const distance = values[indices[k]] - mean[slot]
        const narrow = narrowness[slot]
        if (narrow === 0) {
          floors++
          continue
        }
        const peak = Math.sqrt(narrow * INVERSE_PI)
        product *= DENSITY_FLOOR + peak * math.exp(-distance * distance * narrow)
        if (product < TINY || product > HUGE) {
          score += math.log(product)
          product = 1
        }
      }
      scores[label] = score + floors * LOG_DENSITY_FLOOR + math.log(product)
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

  /** Adds what another one has learned: the same as learning its events, up to rounding. */
  merge(other: GaussianNB): void {
    const { codes, features } = match(this, other)
    this.reserve(codes.length && this.labels.size, this.schema.size)
    const own: Moments = [this.seen, this.mean, this.spread]
    const added: Moments = [other.seen, other.mean, other.spread]
    for (let label = 0; label < codes.length; label++) {
      this.events[codes[label]] += other.events[label]
      const [to, from] = [codes[label] * this.width, label * other.width]
      for (let i = 0; i < other.features; i++) pool(own, to + features[i], added, from + i)
    }
    this.workings.fresh.fill(0)
  }

  private refresh(label: number): void {
    const { seen, spread, width, features, events } = this
    const { fresh, narrowness, offsets } = this.workings
    const start = label * width
    const end = start + features
    let least = Infinity
    let floors = 0
    for (let slot = start; slot < end; slot++) {
      const known = spread[slot] > 0
      const narrow = known ? (0.5 * seen[slot]) / spread[slot] : 0
      narrowness[slot] = narrow
      if (!known) floors++
      else if (narrow < least) least = narrow
    }
    // Twice the logarithm of the weight times all peaks.
    offsets[label] = events[label] * events[label]
    math.logProduct(narrowness, start, end, INVERSE_PI, offsets, label)
    offsets[label] = 0.5 * offsets[label] + floors * LOG_DENSITY_FLOOR
    this.bound(label, least)
    fresh[label] = 1
  }

  /**
   * How far the reach of a class is at least, by its lowest peak. A bound is enough, so the
   * logarithm is taken only once the least narrowness has left a band around the last one.
   */
  private bound(label: number, least: number): void {
    const { bounds, reach } = this.workings
    if (least >= bounds[label] && least <= 2 * bounds[label]) return
    bounds[label] = 0.75 * least
    reach[label] = bounds[label] * INVERSE_PI
    math.logProduct(this.workings.narrowness, 0, 0, 1, reach, label)
    reach[label] = Math.max(0, 0.5 * reach[label] - CLEAR)
  }

  /** Room for so many classes and features; it doubles, so that it rarely has to move. */
  private reserve(classes: number, width: number): void {
    this.events = growFloats(this.events, classes)
    const rows = this.workings.fresh.length
    if (width > this.features) {
      this.features = width
      this.workings.fresh.fill(0)
    }
    if (classes <= rows && width <= this.width) return
    const toRows = classes > rows ? Math.max(classes, 2 * rows) : rows
    const toWidth =
      width > this.width ? Math.max(width, Math.min(2 * this.width, 4096)) : this.width
    this.seen = relayout(this.seen, rows, this.width, toRows, toWidth)
    this.mean = relayout(this.mean, rows, this.width, toRows, toWidth)
    this.spread = relayout(this.spread, rows, this.width, toRows, toWidth)
    this.width = toWidth
    this.workings = workingsFor(toRows, toWidth)
  }

  checkState(): void {
    const { seen, mean, spread, width, features, events, labels } = this
    const rows = width > 0 ? seen.length / width : 0
    const whole =
      [width, features, rows].every(Number.isSafeInteger) && rows * width === seen.length
    const fits = features >= 0 && features <= width && (width === 0 || rows > 0)
    const sameLength = mean.length === seen.length && spread.length === seen.length
    const enough = events.length >= labels.size && (width === 0 || rows >= labels.size)
    if (!whole || !fits || !sameLength || !enough) {
      throw new SnapshotError('the tables of GaussianNB must have a row per class')
    }
    this.workings = workingsFor(rows, width)
  }
}
