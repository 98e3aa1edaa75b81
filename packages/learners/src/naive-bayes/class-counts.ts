import {
  growBytes,
  growFloats,
  type Labels,
  math,
  NO_FLOATS,
  relayout,
  SnapshotError,
} from '@coelho/core'
import type { Match } from '../merging/match.js'

/** Sums of logarithms that differ by no more than this share are equal but for rounding. */
const ROUNDING = 1e-13

/** How often each feature came with each class: what naive Bayes of counts learns. */
export class ClassCounts {
  static readonly id = 'naiveBayes.ClassCounts'
  static readonly state = ['events', 'totals', 'counts', 'sums', 'known', 'terms', 'width'] as const

  /** The weight of the events, per class. */
  events: Float64Array = new Float64Array(2)
  /** The sum of all counts, per class. */
  totals: Float64Array = new Float64Array(2)
  /** A row per class: the sum of each feature. */
  counts: Float64Array = NO_FLOATS
  /** The sum of each feature over all classes. */
  sums: Float64Array = NO_FLOATS
  /** By feature 1 if it was learned. */
  known: Uint8Array = new Uint8Array(2)
  /** How many features were learned. */
  terms = 0
  /** How many features the rows have room for. */
  width = 0

  /** How many classes there is room for. */
  get rows(): number {
    return this.width === 0 ? 0 : this.counts.length / this.width
  }

  /** Adds an event of a class; its features follow by `add`. */
  begin(label: number, width: number, weight: number): void {
    this.reserve(label + 1, width)
    this.events[label] += weight
  }

  add(label: number, feature: number, amount: number): void {
    if (this.known[feature] === 0) {
      this.known[feature] = 1
      this.terms += 1
    }
    this.counts[label * this.width + feature] += amount
    this.sums[feature] += amount
    this.totals[label] += amount
  }

  /** Adds what another one has counted; `match` tells where it belongs. */
  merge(other: ClassCounts, { codes, features }: Match, classes: number): void {
    if (codes.length === 0) return
    let last = -1
    for (let i = 0; i < other.width; i++)
      if (other.known[i] === 1) last = Math.max(last, features[i])
    this.reserve(classes, last + 1)
    const { counts, sums, known, width } = this
    for (let label = 0; label < codes.length; label++) {
      this.events[codes[label]] += other.events[label]
      this.totals[codes[label]] += other.totals[label]
    }
    for (let feature = 0; feature < other.width; feature++) {
      if (other.known[feature] === 0) continue
      const to = features[feature]
      this.terms += 1 - known[to]
      known[to] = 1
      sums[to] += other.sums[feature]
      for (let label = 0; label < codes.length; label++) {
        counts[codes[label] * width + to] += other.counts[label * other.width + feature]
      }
    }
  }

  /** The sum of a feature in a class; 0 if it is not known. */
  count(label: number, feature: number): number {
    return feature >= 0 && feature < this.width && label < this.rows
      ? this.counts[label * this.width + feature]
      : 0
  }

  /** The share of a class among the events. */
  share(label: number, classes: number): number {
    let total = 0
    for (let other = 0; other < classes; other++) total += this.events[other]
    return label < 0 || total === 0 ? 0 : this.events[label] / total
  }

  private reserve(classes: number, width: number): void {
    this.events = growFloats(this.events, classes)
    this.totals = growFloats(this.totals, classes)
    const { rows } = this
    if (classes <= rows && width <= this.width) return
    const toRows = classes > rows ? Math.max(classes, 2 * rows) : rows
    const grown = Math.max(width, Math.min(2 * this.width, 4096), 1)
    const toWidth = width > this.width || this.width === 0 ? grown : this.width
    this.counts = relayout(this.counts, rows, this.width, toRows, toWidth)
    this.width = toWidth
    this.known = growBytes(this.known, toWidth)
    this.sums = growFloats(this.sums, toWidth)
  }

  /** Throws unless the tables fit each other and the labels, and hold what can be learned. */
  check(who: string, labels: Labels): void {
    const { events, totals, counts, sums, known, terms, width, rows } = this
    const isSize = Number.isSafeInteger(width) && width >= 0 && Number.isSafeInteger(rows)
    const fits = isSize && rows * width === counts.length && rows >= (width && labels.size)
    const enough = events.length >= labels.size && totals.length >= labels.size
    let marked = 0
    for (const mark of known) marked += mark
    const marks = known.every((mark) => mark <= 1) && marked === terms
    const room = Math.min(sums.length, known.length) >= width && known.lastIndexOf(1) < width
    const areWeights = [events, totals, counts, sums].every((list) => list.every((n) => n >= 0))
    const learned =
      labels.size === 0 || (width > 0 && events.subarray(0, labels.size).every(Number))
    if (fits && enough && marks && room && areWeights && learned) return
    throw new SnapshotError(`the tables of ${who} must have a row per class`)
  }
}

/** Turns logarithms of likelihoods into probabilities. */
export function normaliseLogs(scores: Float64Array, count: number): void {
  let highest = -Infinity
  for (let label = 0; label < count; label++) highest = Math.max(highest, scores[label])
  let total = 0
  for (let label = 0; label < count; label++) {
    scores[label] = math.exp(scores[label] - highest)
    total += scores[label]
  }
  for (let label = 0; label < count; label++) scores[label] /= total
}

/**
 * The first of the highest logarithms. River: what differs by rounding only is a tie, which counts
 * often bring about.
 */
export function likeliestOf(scores: Float64Array, count: number): number {
  let highest = -Infinity
  for (let label = 0; label < count; label++) highest = Math.max(highest, scores[label])
  const least = highest - ROUNDING * Math.max(1, Math.abs(highest))
  for (let label = 0; label < count; label++) if (scores[label] >= least) return label
  return -1
}
