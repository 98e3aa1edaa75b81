import { SnapshotError } from '@coelho/core'
import { type ArmId, ArmTable } from './arm-table.js'
import { isLike, type Reward, worth } from './reward.js'

/** What was learned of an arm. */
export interface ArmSummary {
  readonly arm: ArmId
  /** What keeps its rewards. */
  readonly reward: unknown
  readonly pulls: number
  /** Which share of all updates were its own. */
  readonly share: number
}

/** The rewards of each arm, and how many there were. */
export class Arms {
  static readonly id = 'bandit.Arms'
  static readonly state = ['table', 'rewards', 'counts', 'n'] as const
  static readonly parts: readonly unknown[] = [ArmTable]

  readonly table: ArmTable = new ArmTable()
  /** By place. */
  readonly rewards: Reward[] = []
  readonly counts: number[] = []
  /** How many rewards there were in all. */
  n = 0

  add(arm: ArmId, reward: Reward): number {
    const place = this.table.add(arm)
    this.rewards.push(reward)
    this.counts.push(0)
    return place
  }

  count(place: number): void {
    this.counts[place] += 1
    this.n += 1
  }

  /** The first arm that has not had so many rewards yet. */
  unproven(arms: readonly ArmId[], burnIn: number): ArmId | undefined {
    if (burnIn === 0) return undefined
    for (let i = 0; i < arms.length; i++) {
      const place = this.table.find(arms[i])
      if (place < 0 || this.counts[place] < burnIn) return arms[i]
    }
    return undefined
  }

  /** The place of the best arm, the first of equals; -1 if none is known. */
  get best(): number {
    let best = -1
    let highest = 0
    for (let place = 0; place < this.rewards.length; place++) {
      const value = worth(this.rewards[place])
      if (best >= 0 && !(value > highest)) continue
      best = place
      highest = value
    }
    return best
  }

  /** From the best arm to the worst. */
  get ranking(): ArmId[] {
    const { ids } = this.table
    const values = this.rewards.map(worth)
    const places = [...ids.keys()].sort((a, b) => ahead(values[a], values[b]))
    return places.map((place) => ids[place])
  }

  get summary(): ArmSummary[] {
    return this.ranking.map((arm) => {
      const place = this.table.find(arm)
      const pulls = this.counts[place]
      const reward = this.rewards[place]
      const value = typeof reward.get === 'function' ? reward.get() : reward.mode
      return { arm, reward: value, pulls, share: this.n > 0 ? pulls / this.n : 0 }
    })
  }

  /** Throws unless the state is one that a policy with such rewards can have. */
  check(who: string, pattern: Reward): void {
    const { table, rewards, counts, n } = this
    let total = 0
    for (const count of counts) total += isCount(count) ? count : Number.NaN
    const fits = counts.length === table.size && rewards.length === table.size && isCount(n)
    const own = new Set(rewards)
    const alike = rewards.every((reward) => isLike(reward, pattern) && reward !== pattern)
    if (fits && total === n && alike && own.size === rewards.length) return
    throw new SnapshotError(`${who} must have rewards of its own, and a count, for each arm`)
  }
}

function ahead(a: number, b: number): number {
  if (a === b) return 0
  return a > b ? -1 : 1
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
