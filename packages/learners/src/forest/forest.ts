import { type Row, random, SnapshotError, snapshot } from '@coelho/core'
import { drawCount, limitOf } from '../ensemble/draw.js'
import { countOf, type FeatureBudget } from '../ensemble/feature-budget.js'
import { Member, type MemberStart } from '../ensemble/member.js'
import type { FeaturePicker } from '../tree/grow/feature-picker.js'
import type { Grove, Replaced } from './jobs/spreadable.js'

/** What a forest is told when it is planted. */
interface ForestPlan {
  readonly nModels: number
  readonly maxFeatures: FeatureBudget
  readonly lambdaValue: number
  /** With any number each tree draws from a stream of its own. */
  readonly nJobs: number | null
}

/** So many bits has the seed of a tree's own stream. */
const SEED_BITS = 53

/**
 * The trees of an adaptive random forest. River: one generator draws for all of them, how often
 * each learns an event and which features their leaves look at. With `nJobs` it only seeds one
 * for each tree, in their order.
 */
export class Forest<Tree extends object> implements Grove {
  static readonly id = 'forest.Forest'
  static readonly state = ['rng', 'picker', 'members', 'streams'] as const

  rng: random.Random
  readonly picker: FeaturePicker
  readonly members: Member<Tree>[]
  /** The generators of the trees; none where they share one. */
  private readonly streams: random.Random[]
  private readonly plan: ForestPlan
  private readonly start: MemberStart<Tree>
  private readonly limit: number

  constructor(plan: ForestPlan, picker: FeaturePicker, start: MemberStart<Tree>) {
    this.plan = plan
    this.rng = picker.rng
    this.picker = picker
    this.start = start
    this.members = Array.from({ length: plan.nModels }, () => new Member(start))
    const own = plan.nJobs === null ? 0 : plan.nModels
    this.streams = Array.from({ length: own }, () => {
      return new random.Random(this.rng.getrandbits(SEED_BITS))
    })
    this.limit = limitOf(plan.lambdaValue)
  }

  /** The first event that has features tells how many of them a leaf looks at. */
  admit(row: Row): void {
    if (this.picker.size === 0) this.picker.size = countOf(this.plan.maxFeatures, row.count)
  }

  /** How often a tree learns the event in hand; what it draws then comes from the same stream. */
  draw(tree: number): number {
    const { streams, picker } = this
    const rng = streams.length > 0 ? streams[tree] : this.rng
    picker.rng = rng
    return drawCount(this.limit, rng)
  }

  get size(): number {
    return this.members.length
  }

  share(trees: readonly number[]): Forest<Tree> {
    const plan = { ...this.plan, nModels: trees.length }
    const share = new Forest({ ...plan, nModels: 0 }, this.picker, this.start)
    for (const tree of trees) {
      share.members.push(this.members[tree])
      share.streams.push(this.streams[tree])
    }
    return Object.assign(share, { plan, rng: this.rng })
  }

  letGo(trees: readonly number[]): void {
    for (const tree of trees) this.members[tree] = new Member(this.start)
  }

  takeBack(trees: readonly number[], share: Forest<Tree>, replaced: Replaced): void {
    trees.forEach((tree, k) => {
      snapshot.takeOver(this.members[tree], share.members[k], replaced)
      snapshot.takeOver(this.streams[tree], share.streams[k])
    })
  }

  /** How often a tree was replaced; without a number: all trees together. */
  nDrifts(tree: number | undefined): number {
    return this.count(tree, (member) => member.nDrifts)
  }

  nWarnings(tree: number | undefined): number {
    return this.count(tree, (member) => member.nWarnings)
  }

  private count(tree: number | undefined, of: (member: Member<Tree>) => number): number {
    if (tree !== undefined) return this.members[tree] ? of(this.members[tree]) : 0
    return this.members.reduce((sum, member) => sum + of(member), 0)
  }

  checkState(): void {
    const { members, plan, streams } = this
    const own = new Set(members.flatMap(({ model, background }) => [model, background ?? {}]))
    const distinct = new Set(members).size === members.length && own.size === 2 * members.length
    const wanted = plan.nJobs === null ? 0 : plan.nModels
    const streamed = streams.length === wanted && new Set(streams).size === wanted
    if (members.length === plan.nModels && distinct && streamed) return
    throw new SnapshotError(`a forest must have ${plan.nModels} trees of its own`, members.length)
  }
}
