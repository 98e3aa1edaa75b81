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
  private nominal: Float64Array = new Float64Array(8)

  /**
   * Naive Bayes: per class the logarithm of its weight times the densities of the features.
   * What all classes share is left out. Undefined while the leaf has no weight.
   */
  naiveBayes(leaf: ClassLeaf, row: Row): Float64Array | undefined {
    const { classes, seen, numeric } = leaf
    const { count, codes } = classes
    if (count > this.votes.length) this.votes = growFloats(this.votes, count)
    if (numeric.count > this.xs.length) this.xs = growFloats(this.xs, numeric.count)
    const { votes, xs } = this
    const complete = numeric.gather(row, xs)
    const nominalScores = this.nominalScores(leaf, row)
    let any = false
    for (let place = 0; place < count; place++) {
      if (!(leaf.weights[place] > 0)) {
        votes[place] = leaf.logWeight(place)
        continue
      }
      any = true
      const met = seen.find(codes[place])
      if (met < 0) votes[place] = leaf.logWeight(place)
      else if (complete && met < numeric.rows) {
        votes[place] = numeric.score(xs, met) + nominalScores[met]
      } else
        votes[place] = leaf.logWeight(place) + numeric.scorePresent(xs, met) + nominalScores[met]
    }
    return any ? votes : undefined
  }

  /** By the places of `seen`. */
  private nominalScores({ seen, nominal }: ClassLeaf, row: Row): Float64Array {
    const { count } = seen
    if (count > this.nominal.length) this.nominal = growFloats(this.nominal, count)
    for (let place = 0; place < count; place++) this.nominal[place] = 0
    if (nominal.count > 0) nominal.addScores(row, count, this.nominal)
    return this.nominal
  }

  /** Turns votes into probabilities, by label code. */
  normalise(leaf: ClassLeaf, votes: Float64Array, scores: Float64Array): void {
    const { count, codes } = leaf.classes
    const highest = votes[firstHighest(votes, count)]
    let total = 0
    for (let place = 0; place < count; place++) total += math.exp(votes[place] - highest)
    const shift = highest + math.log(total)
    for (let place = 0; place < count; place++)
      scores[codes[place]] = math.exp(votes[place] - shift)
  }
}

/** The share of each class in the weight of a leaf, by label code. */
export function majorityShares(leaf: ClassLeaf, scores: Float64Array): void {
  const total = leaf.totalWeight
  const factor = total === 0 ? 1 : 1 / total
  const { count, codes } = leaf.classes
  for (let place = 0; place < count; place++) scores[codes[place]] = leaf.weights[place] * factor
}
