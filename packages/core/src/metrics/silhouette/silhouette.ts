import type { UpdateOptions } from '../../base/metric-like.js'
import { Statistic } from '../../base/statistic.js'
import type { Label } from '../../data/labels.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import type { Condensed } from '../../utils/condensed.js'
import { checkMerged, weightOf } from '../parts/checks.js'
import { decimal } from '../parts/decimal.js'
import { addSums, addTo, areSums, LARGEST_TERM, takeFrom } from '../parts/sums.js'
import { type Centers, Distances, type Point } from './distances.js'

export interface SilhouetteOptions {
  /** River's number: the second largest distance in place of the second smallest. */
  readonly riverCompatible: boolean
}

/** Of the distances from the own centre, and from the second nearest. */
const OWN = 0
const SECOND = 2

/**
 * How much nearer points are to the centre of their cluster than to the second nearest centre:
 * the sum of the ones over the sum of the others, the smaller the better, and infinite before the
 * first. An update counts if its cluster has a centre and there are at least two.
 *
 * River takes the second largest distance where it means the second smallest, which is the same
 * with three centres only: with two it divides what it sums by itself. See `riverCompatible`.
 *
 * Points may be objects or lists of numbers, centres a Map or object of them by label, a list, or
 * one flat array.
 *
 * @example
 * const metric = new metrics.Silhouette()
 * metric.update({ a: 1, b: 1 }, 0, new Map([[0, { a: 1, b: 0 }], [1, { a: 1, b: 5 }]]))
 * metric.get() // => 0.25
 */
export class Silhouette extends Statistic<SilhouetteOptions> implements Condensed {
  static override readonly id: string = 'metrics.Silhouette'
  static override readonly rules: Rules<SilhouetteOptions> = {
    riverCompatible: { kind: 'boolean', default: false },
  }
  static override readonly state: readonly string[] = ['sums']

  /** For windows: the two distances, weighted. */
  readonly termCount: number = 2
  private readonly sums: Float64Array = new Float64Array(4)
  private readonly terms: Float64Array = new Float64Array(2)
  private readonly distances: Distances

  constructor(given: Readonly<Partial<SilhouetteOptions>> = {}) {
    super(given)
    this.distances = new Distances(this.who, this.options.riverCompatible ? -1 : 1)
  }

  get requiresLabels(): boolean {
    return true
  }

  /** It judges where points lie among the centres of clusters. */
  get judgesClusters(): boolean {
    return true
  }

  get biggerIsBetter(): boolean {
    return false
  }

  /** For windows. */
  get condensed(): Condensed {
    return this
  }

  /** Counts a point, the label of its cluster, and the centres as they are now. */
  update(x: Point, yPred: Label, centers: Centers, options?: UpdateOptions): void {
    this.measure(this.terms, x, yPred, centers, options)
    this.add(this.terms)
  }

  /** Takes back an update, which must be given the same centres again. */
  revert(x: Point, yPred: Label, centers: Centers, options?: UpdateOptions): void {
    this.measure(this.terms, x, yPred, centers, options)
    this.take(this.terms)
  }

  /** Adds what another one has judged. */
  merge(other: Silhouette): void {
    checkMerged(this, this, other)
    if (other.options.riverCompatible !== this.options.riverCompatible) {
      const expected = 'what is merged must have the same options'
      throw new InvalidInputError(this.who, expected, other)
    }
    addSums(this.sums, other.sums)
  }

  get(): number {
    const { sums } = this
    return sums[SECOND] > 0 ? sums[OWN] / sums[SECOND] : Infinity
  }

  /** Whether this one stands better than another. */
  isBetterThan(other: { get(): number }): boolean {
    return this.get() < other.get()
  }

  /** `Silhouette: 0.25`. */
  override toString(): string {
    return `${this.who}: ${decimal(this.get())}`
  }

  measure(
    terms: Float64Array,
    x: unknown,
    label: unknown,
    centers: unknown,
    options: unknown,
  ): void {
    const w = weightOf(this, options as UpdateOptions | undefined)
    const { distances } = this
    distances.measure(x, label, centers)
    const counts = distances.isAssigned && distances.count >= 2
    const { own, second } = distances
    terms[0] = counts ? w * Math.sqrt(own) : 0
    terms[1] = counts ? w * Math.sqrt(second) : 0
    if (terms[0] <= LARGEST_TERM && terms[1] <= LARGEST_TERM) return
    throw new InvalidInputError(this.who, `distances must stay below ${LARGEST_TERM}`, terms[1])
  }

  add(terms: Float64Array): void {
    addTo(this.sums, OWN, terms, 0)
    addTo(this.sums, SECOND, terms, 1)
  }

  take(terms: Float64Array): void {
    const { sums } = this
    takeFrom(sums, OWN, terms, 0)
    takeFrom(sums, SECOND, terms, 1)
    // The last bits of nothing.
    if (sums[OWN] < 1e-16 * terms[0]) sums.fill(0, OWN, SECOND)
    if (sums[SECOND] < 1e-16 * terms[1]) sums.fill(0, SECOND)
  }

  checkState(): void {
    const { sums } = this
    const fits = areSums(sums, 4)
    if (fits && sums[OWN] >= 0 && sums[SECOND] >= 0) return
    throw new SnapshotError('the sums of a Silhouette must be finite and at least 0')
  }
}
