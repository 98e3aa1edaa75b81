import { growFloats, math, type Row } from '@coelho/core'
import type { ClassLeaf } from './class-leaf.js'

/** How a leaf predicts: by its majority class, by naive Bayes, or by whichever was better. */
export type LeafPrediction = 'mc' | 'nb' | 'nba'

/** The first place with the highest number, or -1. */
export function firstHighest(numbers: Float64Array, count: number): number {
  let best = count > 0 ? 0 : -1
  for (let place = 1; place < count; place++) if (numbers[place] > numbers[best]) best = place
  return best
}

/** The votes of a leaf, by the places of its classes; used again from leaf to leaf. */
export class LeafVotes {
  private votes: Float64Array = new Float64Array(8)
  private xs: Float64Array = new Float64Array(8)

  /**
   * Naive Bayes: per class the logarithm of its weight times the densities of the features.
   * What all classes share is left out. Undefined while the leaf has no weight.
   */
  naiveBayes(leaf: ClassLeaf, row: Row): Float64Array | undefined {
    const { classes, weights, numeric, nominal } = leaf
    const { count } = classes
    if (count > this.votes.length) this.votes = growFloats(this.votes, count)
    if (numeric.count > this.xs.length) this.xs = growFloats(this.xs, numeric.count)
    const { votes, xs } = this
    const complete = numeric.gather(row, xs)
    let any = false
    for (let place = 0; place < count; place++) {
      const weight = weights[place]
      if (!(weight > 0)) {
        // River: as if it had all the weight; by the arithmetic of the others, so that they tie.
        const all = leaf.totalWeight
        votes[place] = complete ? 0.5 * math.log(all * all) : math.log(all)
        continue
      }
      any = true
      votes[place] = complete
        ? numeric.score(xs, place, leaf.offset(place))
        : numeric.scorePresent(xs, place, math.log(weight))
    }
    if (nominal.count > 0) nominal.addScores(row, count, votes)
    leaf.columns?.addScores(row, count, votes)
    return any ? votes : undefined
  }

  /** Turns votes into probabilities, by label code. */
  normalise(leaf: ClassLeaf, votes: Float64Array, scores: Float64Array): void {
    const { count, codes } = leaf.classes
    if (leaf.numeric.isBlank && leaf.nominal.count === 0 && !leaf.columns) logShares(leaf, votes)
    const highest = votes[firstHighest(votes, count)]
    let total = 0
    for (let place = 0; place < count; place++) {
      const share = math.exp(votes[place] - highest)
      scores[codes[place]] = share
      total += share
    }
    const factor = 1 / total
    for (let place = 0; place < count; place++) scores[codes[place]] *= factor
  }
}

/**
 * What naive Bayes says where no feature tells anything, by River's arithmetic: such shares are
 * simple fractions, and the last bit decides on which side of a metric's threshold they lie.
 */
function logShares(leaf: ClassLeaf, votes: Float64Array): void {
  const { weights, classes, totalWeight } = leaf
  for (let place = 0; place < classes.count; place++) {
    votes[place] = weights[place] > 0 ? math.log(weights[place] / totalWeight) : 0
  }
}

/** The share of each class in the weight of a leaf, by label code. */
export function majorityShares(leaf: ClassLeaf, scores: Float64Array): void {
  const total = leaf.totalWeight
  const factor = total === 0 ? 1 : 1 / total
  const { count, codes } = leaf.classes
  for (let place = 0; place < count; place++) scores[codes[place]] = leaf.weights[place] * factor
}
