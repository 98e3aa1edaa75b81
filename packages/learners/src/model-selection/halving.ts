import { math, SnapshotError } from '@coelho/core'
import type { Choice } from './choice.js'
import type { SelectionMetric } from './judge.js'
import { Judges } from './judges.js'

/** What successive halving is given besides the models. */
export interface HalvingOptions {
  /** Judges predictions. */
  readonly metric: SelectionMetric
  /** How many events may be learned in all, each counted once for each model that learns it. */
  readonly budget: number
  /** By what the number of models that still learn is divided each time. */
  readonly eta: number
}

export const HALVING = {
  metric: { kind: 'object' },
  budget: { kind: 'integer', atLeast: 1 },
  eta: { kind: 'number', default: 2, atLeast: 2 },
} as const

/** How far successive halving has come. */
export interface HalvingSummary {
  /** How often models were left out. */
  readonly nRungs: number
  readonly budgetUsed: number
  /** The places of the models that still learn. */
  readonly inTheRace: readonly number[]
  /** The place of the model that predicts. */
  readonly best: number
}

/** Which of several models still learn: after some events only the best of them do. */
export class Halving implements Choice {
  static readonly id = 'modelSelection.Halving'
  static readonly state = ['judges', 'places', 'left', 'nRungs', 'used', 'n'] as const
  static readonly parts: readonly unknown[] = [Judges]

  private readonly judges: Judges
  /** The models, those that still learn first. */
  places: Int32Array
  /** How many still learn. */
  private left: number
  private nRungs = 0
  private used = 0
  /** How many events were learned. */
  private n = 0
  private readonly budget: number
  private readonly eta: number
  private readonly count: number

  constructor(count: number, { metric, budget, eta }: HalvingOptions) {
    this.count = count
    this.judges = new Judges(count, metric)
    this.places = Int32Array.from({ length: count }, (_, place) => place)
    this.left = count
    this.budget = budget
    this.eta = eta
  }

  get best(): number {
    return this.judges.best
  }

  pick(): number {
    return this.left
  }

  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void {
    this.judges.judge(place, yTrue, yPred, weight)
  }

  /** After how many events models are left out next. */
  private get until(): number {
    const rungs = Math.ceil(math.log(this.count) / math.log(this.eta))
    return Math.floor(this.budget / (this.left * rungs))
  }

  /** Counts an event that was learned. */
  took(): void {
    this.n += 1
    const { left, until } = this
    // River asks for equality, and never comes back to a rung that it has passed.
    if (left === 1 || this.n < until) return
    this.nRungs += 1
    this.used += left * until
    const sorted = this.judges.sort([...this.places.subarray(0, left)])
    this.places.set(sorted)
    this.left = Math.ceil(left / this.eta)
  }

  get summary(): HalvingSummary {
    const { nRungs, used, places, left, best } = this
    const inTheRace = [...places.subarray(0, left)]
    return { nRungs, budgetUsed: used, inTheRace, best }
  }

  check(who: string): void {
    const { judges, places, left, nRungs, used, n, count } = this
    judges.check(who)
    const counts = [left, nRungs, used, n]
    const whole = counts.every((value) => Number.isSafeInteger(value) && value >= 0)
    const all = places instanceof Int32Array && [...places].sort((a, b) => a - b)
    const own = all && all.length === count && all.every((place, i) => place === i)
    if (whole && own && left >= 1 && left <= count) return
    throw new SnapshotError(`${who} must know which of its models still learn`)
  }
}
