import { type EstimatorLike, type Row, random, SnapshotError, snapshot } from '@coelho/core'
import type { Grove, Replaced } from '../forest/jobs/spreadable.js'
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
  /** With any number each model draws from a stream of its own. */
  readonly nJobs: number | null
}

/** So many bits has the seed of a model's own stream. */
const SEED_BITS = 53

/** How many features may have all their combinations listed; of more some are drawn. */
const FEW = 20

/**
 * Models of which each sees some features only, or learns each event some random number of
 * times, or both. River: one generator draws for all of them. With `nJobs` it only tells which
 * features they see first, and seeds one for each model, in their order.
 */
export class RandomPatches<Model extends EstimatorLike> implements Grove {
  static readonly id = 'ensemble.RandomPatches'
  static readonly state = ['rng', 'members', 'width', 'begun', 'streams'] as const

  readonly rng: random.Random
  readonly members: Member<Patch<Model>>[]
  /** The generators of the models; none where they share one. */
  private readonly streams: random.Random[]
  /** The one in use. */
  private drawing: random.Random
  /** How many features a model sees; 0: all. */
  private width = 0
  private begun = false
  private readonly plan: PatchesPlan
  private readonly start: MemberStart<Patch<Model>>
  private readonly limit: number
  private list: readonly Model[] = []
  private changes = -1

  constructor(plan: PatchesPlan, rng: random.Random, start: MemberStart<Patch<Model>>) {
    this.plan = plan
    this.rng = rng
    this.drawing = rng
    this.start = start
    this.members = Array.from({ length: plan.nModels }, () => new Member(start))
    const own = plan.nJobs === null ? 0 : plan.nModels
    this.streams = Array.from({ length: own }, () => new random.Random(rng.getrandbits(SEED_BITS)))
    this.limit = limitOf(plan.lam)
  }

  /** The first event that has features tells which each model sees. */
  begin(row: Row): void {
    if (this.begun || row.count === 0) return
    this.begun = true
    const { members, plan, rng } = this
    this.drawing = rng
    if (plan.trainingMethod === 'resampling') return
    const features = row.indices.slice(0, row.count)
    this.width = sizeOf(plan.subspaceSize, features.length)
    if (this.width === 0) return
    const few = features.length <= FEW || this.width < 2
    const all = few
      ? combinations(features, this.width, members.length)
      : members.map(() => this.drawFeatures(features, this.width))
    const places = members.map((_, place) => place)
    rng.shuffle(places)
    members.forEach(({ model }, i) => {
      model.choose(all[places[i]])
    })
  }

  /** How often a model learns the event in hand; what else it draws comes from the same stream. */
  draw(place: number): number {
    this.drawing = this.streams[place] ?? this.rng
    // River: with all features for all of them, models differ only by how often they learn.
    const { trainingMethod } = this.plan
    if (trainingMethod === 'subspaces' && (this.width > 0 || !this.begun)) return 1
    return drawCount(this.limit, this.drawing)
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
    if (this.width === 0) return patch
    const features = row.count > 0 ? row.indices.slice(0, row.count) : old.features
    patch.choose(this.drawFeatures(features, old.features.length))
    return patch
  }

  private drawFeatures(features: Int32Array, count: number): Int32Array {
    return Int32Array.from(this.drawing.sample(features, Math.min(count, features.length)))
  }

  /** None before the first event has told what each model sees. */
  get size(): number {
    return this.begun ? this.members.length : 0
  }

  share(places: readonly number[]): RandomPatches<Model> {
    const plan = { ...this.plan, nModels: places.length }
    const share = new RandomPatches<Model>({ ...plan, nModels: 0 }, this.rng, this.start)
    for (const place of places) {
      share.members.push(this.members[place])
      share.streams.push(this.streams[place])
    }
    const { width, begun } = this
    return Object.assign(share, { plan, width, begun })
  }

  letGo(places: readonly number[]): void {
    for (const place of places) this.members[place] = new Member(this.start)
    this.changes = -1
  }

  takeBack(places: readonly number[], share: RandomPatches<Model>, replaced: Replaced): void {
    places.forEach((place, k) => {
      snapshot.takeOver(this.members[place], share.members[k], replaced)
      snapshot.takeOver(this.streams[place], share.streams[k])
    })
    this.changes = -1
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

  /** Models take back the names of an event that they only looked at. */
  forget(): void {
    for (let i = 0; i < this.members.length; i++) this.members[i].model.model.forget()
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
    this.drawing = this.rng
    const { members, streams, plan, width } = this
    const wanted = plan.nJobs === null ? 0 : plan.nModels
    const streamed = streams.length === wanted && new Set(streams).size === wanted
    const distinct = members.length === plan.nModels && new Set(members).size === plan.nModels
    if (distinct && streamed && Number.isSafeInteger(width) && width >= 0) return
    const expected = `an ensemble must have ${plan.nModels} models of its own`
    throw new SnapshotError(expected, members.length)
  }
}
