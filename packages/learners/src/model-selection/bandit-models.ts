import { InvalidOptionError, SnapshotError } from '@coelho/core'
import { Policy, type PolicyOptions } from '../bandit/policy.js'
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
export class BanditModels {
  static readonly id = 'modelSelection.BanditModels'
  static readonly state = ['policy'] as const
  static readonly parts: readonly unknown[] = [Judge]

  private readonly policy: Policy | null = null
  private readonly given: Policy | undefined
  private readonly metric: SelectionMetric | undefined
  private readonly moreIsBetter: boolean = false
  private readonly places: readonly number[]
  /** Those that learn the event at hand. */
  private readonly chosen: number[] = []
  private readonly weighed: { w: number } = { w: 1 }

  constructor(who = '', count = 0, options?: BanditOptions) {
    this.places = Array.from({ length: count }, (_, place) => place)
    if (!options) return
    const { policy, metric, riverCompatible } = options
    if (!(policy instanceof Policy) || !policy.takesMetrics) {
      const expected = 'must be a policy that takes a metric: EpsilonGreedy, UCB or RandomPolicy'
      throw new InvalidOptionError(who, 'policy', expected, policy)
    }
    this.given = policy
    this.metric = metric
    this.moreIsBetter = riverCompatible
    const AnyPolicy = policy.constructor as new (options: PolicyOptions) => Policy
    const rewardObj = new Judge({ metric, moreIsBetter: riverCompatible })
    this.policy = new AnyPolicy({ ...policy.options, rewardObj })
  }

  /** The policy at work, with what it has learned. */
  get own(): Policy {
    return this.policy as Policy
  }

  /** The places of the models that learn the next event: all that have not burnt in, or one. */
  pick(): readonly number[] {
    const { places, chosen, own } = this
    chosen.length = 0
    const { burnIn } = own.options
    for (let i = 0; burnIn > 0 && i < places.length; i++) {
      if (own.countOf(places[i]) < burnIn) chosen.push(places[i])
    }
    if (chosen.length === 0) chosen.push(own.pull(places) as number)
    return chosen
  }

  /** Tells how the model at a place did. */
  judge(place: number, yTrue: unknown, yPred: unknown, weight: number): void {
    this.weighed.w = weight
    this.own.update(place, yTrue, yPred, weight === 1 ? undefined : this.weighed)
  }

  /** The place of the best model; the first before any has been judged. */
  get best(): number {
    return (this.own.best ?? 0) as number
  }

  private judgesBy(judge: Judge): boolean {
    const { metric, moreIsBetter } = judge.options
    const prototype = Object.getPrototypeOf(Object(this.metric))
    return Object.getPrototypeOf(metric) === prototype && moreIsBetter === this.moreIsBetter
  }

  check(who: string): void {
    const { policy, given } = this
    const alike =
      given !== undefined &&
      typeof policy === 'object' &&
      policy !== null &&
      policy !== given &&
      Object.getPrototypeOf(policy) === Object.getPrototypeOf(given)
    const { length } = this.places
    const known = alike ? policy.ranking : []
    const own = known.every((place) => this.places.includes(place as number))
    const asked = alike && policy.options.rewardObj
    const judged = asked instanceof Judge && this.judgesBy(asked)
    if (alike && own && known.length <= length && judged) return
    throw new SnapshotError(`${who} must have a policy of the kind it was given`)
  }
}
