import { Univariate } from '../base/statistic.js'
import { SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { checkValue } from './check-value.js'
import { updateEach } from './update-many.js'

export interface QuantileOptions {
  /** The share of the values that lie below. */
  readonly q: number
}

const MARKERS = 5

/**
 * A quantile in constant memory, by the P² algorithm: five markers, moved along parabolas. Exact
 * for five values, then an estimate.
 *
 * @example
 * const median = new stats.Quantile({ q: 0.5 })
 * for (const x of [5, 1, 4, 2, 3]) median.update(x)
 * median.get() // => 3
 */
export class Quantile extends Univariate<QuantileOptions> {
  static override readonly id: string = 'stats.Quantile'
  static override readonly rules: Rules<QuantileOptions> = {
    q: { kind: 'number', default: 0.5, above: 0, below: 1 },
  }
  static override readonly state: readonly string[] = ['seen', 'heights', 'places', 'wanted']

  private seen = 0
  // For each marker: its value, how many values are at or below it, and how many should be.
  private heights: Float64Array = new Float64Array(MARKERS)
  private places: Float64Array = Float64Array.of(1, 2, 3, 4, 5)
  private wanted: Float64Array = this.firstWanted()

  /** The share of the values that lie below. */
  get q(): number {
    return this.options.q
  }

  update(x: number): void {
    checkValue(this, x)
    if (this.seen < MARKERS) this.insert(x)
    else this.move(x)
    this.seen += 1
  }

  /** The same as one `update` for each; all are checked before the first. */
  updateMany(values: ArrayLike<number>): void {
    updateEach(this, values)
  }

  get(): number | undefined {
    const { seen } = this
    if (seen === 0) return undefined
    // River: the middle marker counts from the sixth value on.
    if (seen > MARKERS) return this.heights[2]
    return this.heights[Math.floor(Math.min(seen - 1, seen * this.options.q))]
  }

  private firstWanted(): Float64Array {
    const { q } = this.options
    return Float64Array.of(1, 1 + 2 * q, 1 + 4 * q, 3 + 2 * q, 5)
  }

  /** The first values are simply kept in order. */
  private insert(x: number): void {
    const { heights } = this
    let at = this.seen
    while (at > 0 && heights[at - 1] > x) {
      heights[at] = heights[at - 1]
      at--
    }
    heights[at] = x
  }

  /** The places of the markers are moved without a jump that nobody could foresee. */
  private move(x: number): void {
    const { heights, places, wanted } = this
    const { q } = this.options
    heights[0] = Math.min(heights[0], x)
    heights[4] = Math.max(heights[4], x)
    places[1] += Number(x < heights[1])
    places[2] += Number(x < heights[2])
    places[3] += Number(x < heights[3])
    places[4] += 1
    wanted[1] += q / 2
    wanted[2] += q
    wanted[3] += (1 + q) / 2
    wanted[4] += 1
    // One by one: a loop is a fifth slower.
    this.adjust(1)
    this.adjust(2)
    this.adjust(3)
  }

  /**
   * Moves a marker by one place where it is off by one or more, and has room: along a parabola, or
   * along a line where that would pass a neighbour.
   */
  private adjust(i: number): void {
    const { heights, places } = this
    const place = places[i]
    const off = this.wanted[i] - place
    if (off < 1 && off > -1) return
    const d = off > 0 ? 1 : -1
    const below = place - places[i - 1]
    const above = places[i + 1] - place
    if ((d > 0 ? above : below) <= 1) return
    const height = heights[i]
    const rise = ((below + d) * (heights[i + 1] - height)) / above
    const fall = ((above - d) * (height - heights[i - 1])) / below
    const curved = height + (d / (below + above)) * (rise + fall)
    const fits = heights[i - 1] < curved && curved < heights[i + 1]
    const toNext = places[i + d] - place
    heights[i] = fits ? curved : height + (d * (heights[i + d] - height)) / toNext
    places[i] = place + d
  }

  checkState(): void {
    const { seen, heights, places, wanted } = this
    const sizes = [heights, places, wanted].every((array) => array.length === MARKERS)
    const rising = places.every((place, i) => place >= 1 && (i === 0 || place > places[i - 1]))
    const finite = wanted.every((place) => place >= 1)
    if (!sizes || !rising || !finite || !Number.isSafeInteger(seen) || seen < 0) {
      throw new SnapshotError('a quantile must have five markers with rising places')
    }
  }
}
