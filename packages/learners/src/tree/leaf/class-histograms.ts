import { math, SnapshotError, sketch } from '@coelho/core'
import type { ClassColumn, ThresholdTrial } from '../splitter/column-splitter.js'

/** A histogram of a feature for each class, for the histogram splitter. */
export class ClassHistograms implements ClassColumn {
  static readonly id = 'tree.ClassHistograms'
  static readonly state = ['list', 'nBins', 'nSplits'] as const
  static readonly parts: readonly unknown[] = [sketch.Histogram]

  /** By place; null while a class has no value. */
  private readonly list: (sketch.Histogram | null)[] = []
  nBins = 256
  nSplits = 32

  /** River: a weight counts as so many values as it has whole ones. */
  update(x: number, place: number, weight: number): void {
    const times = Math.floor(weight)
    if (times < 1) return
    while (this.list.length <= place) this.list.push(null)
    this.list[place] ??= new sketch.Histogram({ maxBins: this.nBins })
    const histogram = this.list[place]
    for (let k = 0; k < times; k++) histogram.update(x)
  }

  /** River: by the bin behind the value, as if it reached back to it. */
  probability(x: number, place: number): number {
    const histogram = this.list[place]
    if (!histogram) return 0
    const bin = Math.min(histogram.firstBehind(x), histogram.length - 1)
    const { left, right, count } = histogram.at(bin) as sketch.Bin
    if (left === right) return count / histogram.n
    return (count * (x - left)) / (right - left) / histogram.n
  }

  addScores(x: number, classes: number, scores: Float64Array): void {
    for (let place = 0; place < classes; place++) {
      const share = this.probability(x, place)
      if (share > 0) scores[place] += math.log(share)
    }
  }

  keepsNothing(place: number): boolean {
    return !!this.list[place]
  }

  tryAll(trial: ThresholdTrial): void {
    const thresholds = this.thresholds()
    if (thresholds.length === 0) return
    const { classes, places, weights, leafWeights, leafWeight } = trial
    const shares = Array.from(places.subarray(0, classes), (place) => {
      const histogram = this.list[place]
      return histogram ? [...histogram.iterCdf(thresholds)] : undefined
    })
    thresholds.forEach((threshold, at) => {
      for (let k = 0; k < classes; k++) {
        const share = shares[k]?.[at]
        const weight = share === undefined ? 0 : leafWeight * (leafWeights[places[k]] / leafWeight)
        weights[k] = weight * (share ?? 0)
        weights[classes + k] = weight * (1 - (share ?? 0))
      }
      trial.judge(threshold)
    })
  }

  /** Evenly spaced: River: between the least ends of all first, and of all last bins. */
  private thresholds(): number[] {
    let low = Infinity
    let high = Infinity
    let longest = 0
    for (const histogram of this.list) {
      if (!histogram) continue
      const bins = [...histogram]
      low = Math.min(low, bins[0].right)
      high = Math.min(high, bins[bins.length - 1].right)
      longest = Math.max(longest, bins.length)
    }
    if (!(low < high)) return []
    const count = Math.min(this.nSplits, longest - 1)
    const step = (high - low) / (count + 1)
    const found: number[] = []
    for (let threshold = low + step; found.length < count; threshold += step) found.push(threshold)
    return found
  }

  get bytes(): number {
    const room = 3 * 8 * (this.nBins + 1) + 200
    return this.list.reduce((sum, histogram) => sum + (histogram ? room : 0), 100)
  }

  checkState(): void {
    const { list, nBins } = this
    const known = list.every(
      (histogram) =>
        histogram === null ||
        (histogram instanceof sketch.Histogram &&
          histogram.options.maxBins === nBins &&
          histogram.length > 0),
    )
    if (!known) throw new SnapshotError('a column must have a histogram per class')
  }
}
