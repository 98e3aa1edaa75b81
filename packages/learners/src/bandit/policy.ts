import {
  Configured,
  InvalidInputError,
  type Rule,
  random,
  SnapshotError,
  seeded,
  stats,
} from '@coelho/core'
import { type ArmId, checkArm, checkArms } from './arm-table.js'
import { type ArmSummary, Arms } from './arms.js'
import { checkNumeric, checkReward, type Reward } from './reward.js'
import { RewardScaler, type TargetTransform } from './reward-scaler.js'

/** What all policies have in common. */
export interface PolicyOptions {
  /** What keeps the rewards of each arm, in copies that begin anew; null: `stats.Mean()`. */
  readonly rewardObj: Reward | null
  /** How many rewards each arm must have had before the policy begins to choose. */
  readonly burnIn: number
  /** Of the generator that draws; null: one is drawn. */
  readonly seed: random.Seed
}

/** What some have too. */
export interface ScalingOptions {
  /**
   * A regressor that transforms its target, such as `preprocessing.TargetStandardScaler`: rewards
   * are so transformed before they are kept. The regressor within it is not used; null: none.
   */
  readonly rewardScaler: TargetTransform | null
}

export const POLICY: Readonly<Record<'rewardObj' | 'burnIn' | 'seed', Rule>> = {
  rewardObj: { kind: 'object', default: null, nullable: true },
  burnIn: { kind: 'integer', default: 0, atLeast: 0 },
  seed: { kind: 'any', default: null },
}

export const SCALER: Readonly<Record<'rewardScaler', Rule>> = {
  rewardScaler: { kind: 'object', default: null, nullable: true },
}

/** The classes that the state of a policy may hold. */
export const POLICY_PARTS: readonly unknown[] = [Arms, RewardScaler, random.Random, stats.Mean]

/** What was learned by a policy. */
export interface PolicySummary {
  /** How many rewards there were. */
  readonly n: number
  /** From the best arm to the worst. */
  readonly arms: readonly ArmSummary[]
}

/**
 * Chooses one of several arms, and learns from the reward of what was chosen. A policy implements
 * `choose`.
 */
export abstract class Policy<
  Options extends PolicyOptions = PolicyOptions,
> extends Configured<Options> {
  static override readonly state: readonly string[] = ['arms', 'rng', 'scaler']

  protected readonly arms: Arms = new Arms()
  protected readonly rng: random.Random
  /** What each arm begins with. */
  protected readonly pattern: Reward
  protected readonly scaler: RewardScaler | null

  constructor(
    given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>,
    pattern: Reward = new stats.Mean(),
  ) {
    super(given)
    const { rewardObj, seed, rewardScaler } = this.options as PolicyOptions &
      Partial<ScalingOptions>
    if (rewardObj !== null) checkReward(this.who, rewardObj)
    this.pattern = rewardObj ?? pattern
    this.rng = seeded(this.who, seed)
    this.scaler = rewardScaler ? new RewardScaler(this.who, rewardScaler) : null
    if (this.scaler) checkNumeric(this.who, this.pattern)
  }

  /** One of these arms, of which each has had its share of rewards. */
  protected abstract choose(arms: readonly ArmId[]): ArmId

  /** The arm to pull next, of those that can be pulled now. */
  pull(armIds: Iterable<ArmId>): ArmId {
    const arms = checkArms(this.who, armIds)
    return this.arms.unproven(arms, this.options.burnIn) ?? this.choose(arms)
  }

  /**
   * Learns the reward of an arm. Metrics take two values, the truth and the prediction; what comes
   * last are the options of the `update` of what keeps the rewards.
   */
  update(arm: ArmId, reward: unknown, more?: unknown, options?: unknown): void {
    checkArm(this.who, arm)
    if (this.scaler) {
      const scaled = this.scaler.scale(numberOf(this.who, reward))
      this.keep(arm, scaled, more, options)
    } else this.keep(arm, reward, more, options)
  }

  private keep(arm: ArmId, reward: unknown, more: unknown, options: unknown): void {
    let place = this.arms.table.find(arm)
    if (place < 0) {
      this.pattern.clone().update(reward, more, options) // or throws before the arm is known
      place = this.arms.add(arm, this.fresh())
    }
    this.arms.rewards[place].update(reward, more, options)
    this.arms.count(place)
  }

  /** What a new arm begins with. */
  protected fresh(): Reward {
    return this.pattern.clone()
  }

  /** The rewards of an arm. River: an arm is known from here on. */
  protected rewardOf(arm: ArmId): Reward {
    const { arms } = this
    const place = arms.table.find(arm)
    return arms.rewards[place < 0 ? arms.add(arm, this.fresh()) : place]
  }

  /** False if its rewards must be numbers: then it cannot choose among models. */
  get takesMetrics(): boolean {
    return true
  }

  /** The arms from the best to the worst. */
  get ranking(): ArmId[] {
    return this.arms.ranking
  }

  /** The first of the best arms; undefined while none is known. */
  get best(): ArmId | undefined {
    const { arms } = this
    return arms.table.ids[arms.best]
  }

  /** How many rewards there were. */
  get n(): number {
    return this.arms.n
  }

  /** How many rewards an arm has had. */
  countOf(arm: ArmId): number {
    const place = this.arms.table.find(arm)
    return place < 0 ? 0 : this.arms.counts[place]
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get summary(): PolicySummary {
    return { n: this.n, arms: this.arms.summary }
  }

  checkState(): void {
    const { who, arms, scaler, pattern, options } = this
    arms.check(who, pattern)
    const asked = (options as Partial<ScalingOptions>).rewardScaler
    if (asked && scaler instanceof RewardScaler) scaler.check(who)
    else if (asked || scaler !== null) {
      throw new SnapshotError(`${who} must have a scaler if it was given one`)
    }
  }
}

/** Throws unless a reward is a finite number, or a boolean for 1 and 0. */
export function numberOf(who: string, reward: unknown): number {
  if (typeof reward === 'boolean') return Number(reward)
  if (Number.isFinite(reward)) return reward as number
  throw new InvalidInputError(who, 'the reward must be a finite number (or a boolean)', reward)
}
