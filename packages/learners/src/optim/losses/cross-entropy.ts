import { InvalidOptionError, type Label, math, type Rules } from '@coelho/core'
import { MultiClassLoss, type Probabilities, probabilitiesOf } from './multi-class-loss.js'

export interface CrossEntropyOptions {
  /** How much each label counts; null, and for labels not named: 1. */
  readonly classWeight: Map<Label, number> | Record<string, number> | null
}

const LEAST = 1e-15

/**
 * The logarithm of the probability that was given to the true class.
 *
 * @example
 * const loss = new optim.losses.CrossEntropy()
 * loss.call('a', { a: 0.5, b: 0.5 }) // => 0.6931471805599453
 * loss.gradient('a', { a: 0.5, b: 0.5 }) // => new Map([['a', -0.5], ['b', 0.5]])
 */
export class CrossEntropy extends MultiClassLoss<CrossEntropyOptions> {
  static override readonly id = 'optim.losses.CrossEntropy'
  static override readonly rules: Rules<CrossEntropyOptions> = {
    classWeight: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = []

  private readonly weights: ReadonlyMap<Label, number> = new Map(
    probabilitiesOf(this.options.classWeight ?? {}),
  )

  constructor(given: Readonly<Partial<CrossEntropyOptions>> = {}) {
    super(given)
    for (const weight of this.weights.values()) {
      if (Number.isFinite(weight) && weight >= 0) continue
      const expected = 'must have finite numbers of at least 0'
      throw new InvalidOptionError(this.who, 'classWeight', expected, weight)
    }
  }

  call(yTrue: Label, yPred: Probabilities): number {
    let total = 0
    for (const [label, p] of probabilitiesOf(yPred)) {
      if (label === yTrue) total += this.weightOf(label) * math.log(clamped(p))
    }
    return -total
  }

  slope(p: number, isTruth: boolean, label: Label): number {
    return this.weightOf(label) * (clamped(p) - (isTruth ? 1 : 0))
  }

  private weightOf(label: Label): number {
    return this.weights.size === 0 ? 1 : (this.weights.get(label) ?? 1)
  }
}

function clamped(p: number): number {
  return Math.max(Math.min(p, 1 - LEAST), LEAST)
}
