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

  private move(x: number): void {
    const { heights, places, wanted } = this
    const { q } = this.options
    if (x < heights[0]) heights[0] = x
    else if (x > heights[4]) heights[4] = x
    places[4] += 1
    for (let i = 1; i < 4; i++) if (x < heights[i]) places[i] += 1
    wanted[1] += q / 2
    wanted[2] += q
    wanted[3] += (1 + q) / 2
    wanted[4] += 1
    for (let i = 1; i < 4; i++) this.adjust(i)
  }

  /** Moves a marker by one place where it is off by one or more, and has room. */
  private adjust(i: number): void {
    const { heights, places } = this
    const off = this.wanted[i] - places[i]
    const up = off >= 1 && places[i + 1] - places[i] > 1
    const down = off <= -1 && places[i - 1] - places[i] < -1
    if (!up && !down) return
    const d = up ? 1 : -1
    const curved = this.parabola(i, d)
    const fits = heights[i - 1] < curved && curved < heights[i + 1]
    const slope = (heights[i + d] - heights[i]) / (places[i + d] - places[i])
    heights[i] = fits ? curved : heights[i] + d * slope
    places[i] += d
  }

  private parabola(i: number, d: number): number {
    const { heights, places } = this
    const below = places[i] - places[i - 1]
    const above = places[i + 1] - places[i]
    const rise = ((below + d) * (heights[i + 1] - heights[i])) / above
    const fall = ((above - d) * (heights[i] - heights[i - 1])) / below
    return heights[i] + (d / (below + above)) * (rise + fall)
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
