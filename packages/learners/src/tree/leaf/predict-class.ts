import { growFloats, math, nearestExp, nearestLog, type Row } from '@coelho/core'
import { clearWinner } from '../../naive-bayes/workings.js'
import type { ClassLeaf } from './class-leaf.js'
import type { ClassList } from './class-list.js'

/** How a leaf predicts: by its majority class, by naive Bayes, or by whichever was better. */
export type LeafPrediction = 'mc' | 'nb' | 'nba'

/** Votes are sums of some logarithms: what rounding makes of them is less. */
const ROUNDING = 1e-9

/** The first place with the highest number, or -1. */
export function firstHighest(numbers: Float64Array, count: number): number {
  let best = count > 0 ? 0 : -1
  for (let place = 1; place < count; place++) if (numbers[place] > numbers[best]) best = place
  return best
}

/**
 * The code of the class with the highest number above a bound, or -1. Ties go to the first in the
 * order of the labels; numbers tie that are no more than `slack` apart, since what should be equal
 * may have been added up in another order.
 */
export function bestByRank(
  numbers: Float64Array,
  { codes, count }: ClassList,
  ranks: Int32Array,
  above: number,
  slack = 1e-14,
): number {
  let best = -1
  let highest = above
  for (let place = 0; place < count; place++) {
    const number = numbers[place]
    const code = codes[place]
    const ties = best >= 0 && Math.abs(number - highest) <= slack
    if (ties ? ranks[code] < ranks[best] : number > highest) {
      highest = number
      best = code
    }
  }
  return best
}

/** The votes of a leaf, by the places of its classes; used again from leaf to leaf. */
export class LeafVotes {
  private votes: Float64Array = new Float64Array(8)
  private xs: Float64Array = new Float64Array(8)
  /**
   * Whether the two highest of the last votes are as near as rounding makes them: then the last
   * bit decides, and is to do so as in River, by its arithmetic.
   */
  isNear = false

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
    this.isNear = leaf.columns === null && clearWinner(votes, count, ROUNDING) < 0
    return any ? votes : undefined
  }

  /** The place of the class with the highest of the last votes, which were of this leaf and row. */
  likeliest(leaf: ClassLeaf, row: Row, votes: Float64Array): number {
    return firstHighest(this.isNear ? sharesByRiver(leaf, row) : votes, leaf.classes.count)
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

/** The shares of the classes, by River's own arithmetic. */
export function sharesByRiver(leaf: ClassLeaf, row: Row): Float64Array {
  const { weights, totalWeight, classes } = leaf
  const shares = new Float64Array(classes.count)
  let highest = -Infinity
  for (let place = 0; place < classes.count; place++) {
    if (weights[place] > 0) shares[place] = logShare(leaf, row, place, totalWeight)
    highest = Math.max(highest, shares[place])
  }
  let sum = 0
  for (const vote of shares) sum += nearestExp(vote - highest)
  const scale = highest + nearestLog(sum)
  return shares.map((vote) => nearestExp(vote - scale))
}

/** The logarithm of a class's weight times its shares of what the event has, as they were met. */
function logShare(leaf: ClassLeaf, row: Row, place: number, totalWeight: number): number {
  const { features, featureCount, numeric, nominal, weights } = leaf
  let sum = nearestLog(weights[place] / totalWeight)
  for (let k = 0; k < featureCount; k++) {
    const x = row.values[features[k]]
    if (x !== x) continue
    const [column, nominalColumn] = [
      leaf.numericColumn(features[k]),
      leaf.nominalColumn(features[k]),
    ]
    if (column >= 0) sum += numeric.logDensity(column, place, x)
    else if (nominalColumn >= 0) sum += nominal.logShare(nominalColumn, place, x)
  }
  return sum
}
