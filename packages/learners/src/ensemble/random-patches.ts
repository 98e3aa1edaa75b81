import { type EstimatorLike, type Row, type random, SnapshotError } from '@coelho/core'
import { drawCount, limitOf } from './draw.js'
import { Member, type MemberStart } from './member.js'
import type { Patch } from './patch.js'
import { combinations, type SubspaceSize, sizeOf } from './subspace-size.js'

/** What an ensemble of random patches is told. */
export interface PatchesPlan {
  readonly nModels: number
  readonly subspaceSize: SubspaceSize
  readonly trainingMethod: 'patches' | 'subspaces' | 'resampling'
  readonly lam: number
}

/** How many features may have all their combinations listed; of more some are drawn. */
const FEW = 20

/**
 * Models of which each sees some features only, or learns each event some random number of
 * times, or both. River: one generator draws for all of them.
 */
export class RandomPatches<Model extends EstimatorLike> {
  static readonly id = 'ensemble.RandomPatches'
  static readonly state = ['rng', 'members', 'size', 'begun'] as const

  readonly rng: random.Random
  readonly members: readonly Member<Patch<Model>>[]
  /** How many features a model sees; 0: all. */
  private size = 0
  private begun = false
  private readonly plan: PatchesPlan
  private readonly start: MemberStart<Patch<Model>>
  private readonly limit: number
  private list: readonly Model[] = []
  private changes = -1

  constructor(plan: PatchesPlan, rng: random.Random, start: MemberStart<Patch<Model>>) {
    this.plan = plan
    this.rng = rng
    this.start = start
    this.members = Array.from({ length: plan.nModels }, () => new Member(start))
    this.limit = limitOf(plan.lam)
  }

  /** The first event that has features tells which each model sees. */
  begin(row: Row): void {
    if (this.begun || row.count === 0) return
    this.begun = true
    const { members, plan, rng } = this
    if (plan.trainingMethod === 'resampling') return
    const features = row.indices.slice(0, row.count)
    this.size = sizeOf(plan.subspaceSize, features.length)
    if (this.size === 0) return
    const few = features.length <= FEW || this.size < 2
    const all = few
      ? combinations(features, this.size, members.length)
      : members.map(() => this.drawFeatures(features, this.size))
    const places = members.map((_, place) => place)
    rng.shuffle(places)
    members.forEach(({ model }, i) => {
      model.choose(all[places[i]])
    })
  }

  /** How often the next model learns the event in hand. */
  draw(): number {
    // River: with all features for all of them, models differ only by how often they learn.
    const { trainingMethod } = this.plan
    if (trainingMethod === 'subspaces' && (this.size > 0 || !this.begun)) return 1
    return drawCount(this.limit, this.rng)
  }

  /** Tells the detectors of a member how wrong it was, and does what they ask for. */
  watch(member: Member<Patch<Model>>, error: number, row: Row): void {
    const { model } = member
    if (member.warns(error)) member.prepare(this.fresh(row, model))
    if (!member.drifts(error)) return
    member.replace(member.background ? undefined : this.fresh(row, model))
  }

  /** One that has learned nothing, with as many features, drawn from those of an event. */
  private fresh(row: Row, old: Patch<Model>): Patch<Model> {
    const patch = this.start.fresh()
    if (this.size === 0) return patch
    const features = row.count > 0 ? row.indices.slice(0, row.count) : old.features
    patch.choose(this.drawFeatures(features, old.features.length))
    return patch
  }

  private drawFeatures(features: Int32Array, count: number): Int32Array {
    return Int32Array.from(this.rng.sample(features, Math.min(count, features.length)))
  }

  /** True if models may be replaced. */
  get watched(): boolean {
    return this.start.drift !== null
  }

  /** The model that is copied, then those that learn; the same list until one is replaced. */
  models(first: Model): readonly Model[] {
    const changes = this.members.reduce(
      (sum, { nDrifts, nWarnings }) => sum + nDrifts + nWarnings,
      0,
    )
    if (changes !== this.changes || this.list.length === 0) {
      this.changes = changes
      this.list = [first, ...this.patches.map(({ model }) => model)]
    }
    return this.list
  }

  private get patches(): Patch<Model>[] {
    return this.members.flatMap(({ model, background }) =>
      background ? [model, background] : [model],
    )
  }

  /** Throws if a model would refuse what it sees of a row. */
  admit(row: Row): void {
    for (const patch of this.patches) patch.model.admitRow(patch.see(row))
  }

  /** Throws unless the models may be copies of this one. */
  check(who: string, given: Model): void {
    const own = Object.getPrototypeOf(given)
    const models = this.patches.map(({ model }) => model)
    const alike = models.every(
      (model) =>
        model !== given && model.kind === given.kind && Object.getPrototypeOf(model) === own,
    )
    const schemas = new Set(models.map(({ schema }) => schema))
    if (alike && new Set(models).size === models.length && schemas.size === models.length) return
    throw new SnapshotError(`the models of ${who} must be copies of the one it was given`)
  }

  checkState(): void {
    this.changes = -1
    const { members, plan, size } = this
    const distinct = new Set(members).size === plan.nModels
    if (members.length === plan.nModels && distinct && Number.isSafeInteger(size) && size >= 0)
      return
    throw new SnapshotError(
      `an ensemble must have ${plan.nModels} models of its own`,
      members.length,
    )
  }
}
