import { SnapshotError } from '@coelho/core'

/** Histograms side by side, whose bins follow the values: where they are too many, two join. */
export class CutHistograms {
  static readonly id = 'anomaly.CutHistograms'
  static readonly state: readonly string[] = ['sizes', 'left', 'right', 'counts', 'seen']

  private readonly cuts: number
  private readonly maxBins: number
  /** How many bins there are, by histogram. */
  private readonly sizes: Int32Array
  // By bin, in ascending order; there is room for one too many in each histogram.
  private readonly left: Float64Array
  private readonly right: Float64Array
  private readonly counts: Float64Array
  /** How many values each of them has seen. */
  private seen = 0

  constructor(cuts: number, maxBins: number) {
    this.cuts = cuts
    this.maxBins = maxBins
    const room = cuts * (maxBins + 1)
    this.sizes = new Int32Array(cuts)
    this.left = new Float64Array(room)
    this.right = new Float64Array(room)
    this.counts = new Float64Array(room)
  }

  /** Adds a value to each histogram. */
  update(values: Float64Array): void {
    const { maxBins, sizes } = this
    for (let cut = 0; cut < this.cuts; cut++) {
      this.add(cut, values[cut])
      if (sizes[cut] > maxBins) this.joinNearest(cut)
    }
    this.seen += 1
  }

  /** How dense the values of a histogram lie around one; 0 if none was near. */
  density(cut: number, value: number): number {
    const { left, right, counts, seen } = this
    const first = cut * (this.maxBins + 1)
    const end = first + this.sizes[cut]
    let bin = first
    while (bin < end && value > right[bin]) bin++
    if (bin === end || value < left[bin]) return 0
    const share = counts[bin] / seen
    const width = right[bin] - left[bin]
    if (width > 0) return share / width
    // A bin of one value is as wide as the way to the nearer neighbour.
    const before = bin > first ? left[bin] - right[bin - 1] : Infinity
    const behind = bin + 1 < end ? left[bin + 1] - right[bin] : Infinity
    const room = Math.min(before, behind)
    return room < Infinity && room > 0 ? share / room : share
  }

  private add(cut: number, value: number): void {
    const { left, right, counts, sizes } = this
    const first = cut * (this.maxBins + 1)
    const end = first + sizes[cut]
    let bin = first
    while (bin < end && right[bin] < value) bin++
    if (bin < end && value >= left[bin]) {
      counts[bin] += 1
      return
    }
    for (let at = end; at > bin; at--) {
      left[at] = left[at - 1]
      right[at] = right[at - 1]
      counts[at] = counts[at - 1]
    }
    left[bin] = value
    right[bin] = value
    counts[bin] = 1
    sizes[cut] += 1
  }

  /** The distance of two bins is that of their right ends. */
  private joinNearest(cut: number): void {
    const { left, right, counts, sizes } = this
    const first = cut * (this.maxBins + 1)
    const end = first + sizes[cut]
    let nearest = first
    let least = Infinity
    for (let bin = first + 1; bin < end; bin++) {
      const distance = right[bin] - right[bin - 1]
      if (distance >= least) continue
      least = distance
      nearest = bin - 1
    }
    counts[nearest] += counts[nearest + 1]
    right[nearest] = right[nearest + 1]
    for (let bin = nearest + 1; bin < end - 1; bin++) {
      left[bin] = left[bin + 1]
      right[bin] = right[bin + 1]
      counts[bin] = counts[bin + 1]
    }
    sizes[cut] -= 1
  }

  checkState(): void {
    const { cuts, maxBins, sizes, left, right, counts, seen } = this
    const room = cuts * (maxBins + 1)
    const fits = [left, right, counts].every(({ length }) => length === room)
    if (!fits || sizes.length !== cuts || !Number.isSafeInteger(seen) || seen < 0) {
      throw new SnapshotError('histograms must have room for their bins', left.length)
    }
    for (let cut = 0; cut < cuts; cut++) this.checkBins(cut)
  }

  private checkBins(cut: number): void {
    const { maxBins, sizes, left, right, counts, seen } = this
    const size = sizes[cut]
    const first = cut * (maxBins + 1)
    let end = -Infinity
    let total = 0
    let ordered = size >= 0 && size <= maxBins
    for (let bin = first; ordered && bin < first + size; bin++) {
      ordered = left[bin] >= end && left[bin] > -Infinity && counts[bin] > 0
      ordered &&= right[bin] >= left[bin] && right[bin] < Infinity
      end = right[bin]
      total += counts[bin]
    }
    if (ordered && total === seen) return
    throw new SnapshotError('a histogram must have its bins in order, and all values in them', cut)
  }
}
