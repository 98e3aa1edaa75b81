import { InvalidOptionError, SnapshotError } from '@coelho/core'
import { Policy, type PolicyOptions } from '../bandit/policy.js'
import type { Choice } from './choice.js'
import { Judge, type SelectionMetric } from './judge.js'

/** What a bandit that chooses among models is given besides the models. */
export interface BanditOptions {
  /** Judges predictions: the reward of a model. */
  readonly metric: SelectionMetric
  /** Chooses which model learns an event: `EpsilonGreedy`, `UCB`, `RandomPolicy`. */
  readonly policy: Policy
  /**
   * River: the model with the highest value of the metric counts as the best, also where less is
   * better, as of errors: then it learns and predicts with the worst. False: the best is the best.
   */
  readonly riverCompatible: boolean
}

export const BANDIT = {
  metric: { kind: 'object' },
  policy: { kind: 'object' },
  riverCompatible: { kind: 'boolean', default: true },
} as const

/** Which of several models is to learn, and which is the best. The models are told by place. */
export class BanditModels implements Choice {
  static readonly id = 'modelSelection.BanditModels'
  static readonly state = ['policy'] as const
  static readonly parts: readonly unknown[] = [Judge]

  /** The policy at work, with what it has learned. */
  readonly policy: Policy
  private readonly given: Policy
  private readonly metric: SelectionMetric
  private readonly moreIsBetter: boolean
  /** Those that learn the event at hand. */
  readonly places: Int32Array
  /** All of them. */
  private readonly arms: readonly number[]
  private readonly weighed: { w: number } = { w: 1 }

  constructor(who: string, count: number, options: BanditOptions) {
    const { policy, metric, riverCompatible } = options
    if (!(policy instanceof Policy) || !policy.takesMetrics) {
      const expected = 'must be a policy that takes a metric: EpsilonGreedy, UCB or RandomPolicy'
      throw new InvalidOptionError(who, 'policy', expected, policy)
    }
    this.arms = Array.from({ length: count }, (_, place) => place)
    this.places = new Int32Array(count)
    this.given = policy
    this.metric = metric
    this.moreIsBetter = riverCompatible
    const AnyPolicy = policy.constructor as new (options: PolicyOptions) => Policy
    const rewardObj = new Judge({ metric, moreIsBetter: riverCompatible })
    this.policy = new AnyPolicy({ ...policy.options, rewardObj })
  }

  /** All that have not burnt in learn the next event, or one. */
  pick(): number {
    const { arms, places, policy } = this
    const { burnIn } = policy.options
    let count = 0
    for (let i = 0; burnIn > 0 && i < arms.length; i++) {
      if (policy.countOf(arms[i]) < burnIn) places[count++] = arms[i]
    }
    if (count === 0) places[count++] = policy.pull(arms) as number
    return count
  }

  /** Tells how the model at a place did. */
  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void {
    this.weighed.w = weight
    this.policy.update(place, yTrue, yPred, weight === 1 ? undefined : this.weighed)
  }

  /** The place of the best model; the first before any has been judged. */
  get best(): number {
    return (this.policy.best ?? 0) as number
  }

  private judgesBy(judge: Judge): boolean {
    const { metric, moreIsBetter } = judge.options
    const prototype = Object.getPrototypeOf(this.metric)
    return Object.getPrototypeOf(metric) === prototype && moreIsBetter === this.moreIsBetter
  }

  check(who: string): void {
    const { policy, given, arms } = this
    const alike =
      typeof policy === 'object' &&
      policy !== null &&
      policy !== given &&
      Object.getPrototypeOf(policy) === Object.getPrototypeOf(given)
    const known = alike ? policy.ranking : []
    const own = known.every((place) => arms.includes(place as number))
    const asked = alike && policy.options.rewardObj
    const judged = asked instanceof Judge && this.judgesBy(asked)
    if (alike && own && known.length <= arms.length && judged) return
    throw new SnapshotError(`${who} must have a policy of the kind it was given`)
  }
}
