import { growFloats, math, NO_FLOATS, SnapshotError } from '@coelho/core'
import { digamma } from './digamma.js'

/**
 * What each topic makes of each word: two numbers for a stick that is broken word after word.
 * Tables have a row for each word, a column for each topic; row 0 is of no word.
 */
export class Topics {
  static readonly id = 'preprocessing.Topics'
  static readonly state = ['size', 'nu1', 'nu2'] as const

  /** How many words are known, plus 1. */
  size = 0
  private nu1: Float64Array = NO_FLOATS
  private nu2: Float64Array = NO_FLOATS
  /** The weights that follow from them, and that of words which are not known. */
  private weights: Float64Array = NO_FLOATS
  private otherWeights: Float64Array = NO_FLOATS
  private isFresh = false

  /** The first row is of what is known before there are words. */
  start(topics: number, alphaBeta: number): void {
    this.size = 1
    this.nu1 = new Float64Array(topics).fill(1)
    this.nu2 = new Float64Array(topics).fill(alphaBeta)
  }

  /** Multiplies what a topic weighs by what it makes of a word. */
  weigh(word: number, topics: number, weight: Float64Array): void {
    if (!this.isFresh) this.refresh(topics)
    const from = word < this.size ? this.weights : this.otherWeights
    const base = word < this.size ? word * topics : 0
    for (let topic = 0; topic < topics; topic++) weight[topic] *= from[base + topic]
  }

  private refresh(topics: number): void {
    this.weights = growFloats(this.weights, this.size * topics)
    this.otherWeights = growFloats(this.otherWeights, topics)
    const { nu1, nu2, weights } = this
    for (let topic = 0; topic < topics; topic++) {
      let left = 0 // the logarithm of what is left of the stick
      for (let at = topic; at < this.size * topics; at += topics) {
        const both = digamma(nu1[at] + nu2[at])
        weights[at] = math.exp(digamma(nu1[at]) - both + left)
        left += digamma(nu2[at]) - both
      }
      this.otherWeights[topic] = math.exp(left)
    }
    this.isFresh = true
  }

  /** Moves by a step towards what one event says: `counts` has a row for each word. */
  move(
    counts: Float64Array,
    size: number,
    topics: number,
    step: number,
    documents: number,
    alphaBeta: number,
  ): void {
    if (size > this.size) {
      this.nu1 = growFloats(this.nu1, size * topics)
      this.nu2 = growFloats(this.nu2, size * topics)
      this.nu1.fill(1, this.size * topics, size * topics)
      this.nu2.fill(1, this.size * topics, size * topics) // River: not alphaBeta
      this.size = size
    }
    const { nu1, nu2 } = this
    for (let topic = 0; topic < topics; topic++) {
      let behind = 0
      for (let at = (size - 1) * topics + topic; at >= 0; at -= topics) {
        nu1[at] += step * (documents * counts[at] + 1 - nu1[at])
        nu2[at] += step * (alphaBeta + documents * behind - nu2[at])
        behind += counts[at]
      }
    }
    this.isFresh = false
  }

  /** Forgets all words from that number on. */
  cut(size: number): void {
    this.size = size
    this.isFresh = false
  }

  check(topics: number): void {
    const { size, nu1, nu2 } = this
    const whole = Number.isSafeInteger(size) && size >= 1 && nu1.length === nu2.length
    const positive = (value: number, at: number) => at >= size * topics || value > 0
    if (whole && nu1.length >= size * topics && nu1.every(positive) && nu2.every(positive)) return
    throw new SnapshotError('topics must have positive numbers for each word', size)
  }
}
