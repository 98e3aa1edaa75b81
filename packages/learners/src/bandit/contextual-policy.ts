import { Configured, type Features, random, SnapshotError, seeded, stats } from '@coelho/core'
import { type ArmId, checkArm, checkArms } from './arm-table.js'
import { Arms } from './arms.js'
import { numberOf, type PolicyOptions, type PolicySummary } from './policy.js'
import { checkNumeric, type Reward } from './reward.js'

/**
 * Chooses one of several arms by what is known of the moment, its context. A policy implements
 * `choose` and `learn`.
 */
export abstract class ContextualPolicy<
  Options extends PolicyOptions = PolicyOptions,
> extends Configured<Options> {
  static override readonly state: readonly string[] = ['arms', 'rng']

  protected readonly arms: Arms = new Arms()
  protected readonly rng: random.Random
  /** What each arm begins with. */
  protected readonly pattern: Reward

  constructor(given: Readonly<Partial<Options>> = {} as Readonly<Partial<Options>>) {
    super(given)
    const { rewardObj, seed } = this.options
    this.pattern = rewardObj ?? new stats.Mean()
    checkNumeric(this.who, this.pattern)
    this.rng = seeded(this.who, seed)
  }

  /** One of these arms, of which each has had its share of rewards. */
  protected abstract choose(arms: readonly ArmId[], context: Features): ArmId

  /** Learns what the arm brought; throws before it changes anything. */
  protected abstract learn(arm: ArmId, context: Features, reward: number): void

  /** The arm to pull next, of those that can be pulled now. */
  pull(armIds: Iterable<ArmId>, context: Features): ArmId {
    const arms = checkArms(this.who, armIds)
    return this.arms.unproven(arms, this.options.burnIn) ?? this.choose(arms, context)
  }

  /** Learns the reward that an arm brought in a context. */
  update(arm: ArmId, context: Features, reward: number | boolean): void {
    checkArm(this.who, arm)
    const value = numberOf(this.who, reward)
    this.learn(arm, context, value)
    const { arms } = this
    const known = arms.table.find(arm)
    const place = known < 0 ? arms.add(arm, this.pattern.clone()) : known
    arms.rewards[place].update(value)
    arms.count(place)
  }

  /** The arms from the best to the worst, whatever the context. */
  get ranking(): ArmId[] {
    return this.arms.ranking
  }

  /** How many rewards there were. */
  get n(): number {
    return this.arms.n
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  get summary(): PolicySummary {
    return { n: this.n, arms: this.arms.summary }
  }

  checkState(): void {
    this.arms.check(this.who, this.pattern)
    if (this.rng instanceof random.Random) return
    throw new SnapshotError(`${this.who} must have a generator`)
  }
}
