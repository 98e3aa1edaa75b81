import { type Labels, type Row, type Schema, SnapshotError } from '@coelho/core'

/** What is to be done with a row: the sum of these. */
export const ASK = 1
export const LEARN = 2

/** What stands for what where trees come from another thread. */
export type Replaced = readonly (readonly [object, object])[]

/** A row and what is to be done with it. */
export interface RowJob {
  readonly row: Row
  readonly work: number
  readonly target: number
  readonly weight: number
}

/** The trees of a model: some of them make a smaller one of the same kind. */
export interface Grove {
  /** How many trees there are; 0 before they are planted. */
  readonly size: number
  /** These trees: the same objects. */
  share(trees: readonly number[]): Grove
  /** Puts fresh trees in the place of these, which are elsewhere now. */
  letGo(trees: readonly number[]): void
  /** The fresh ones become what those of a share are that learned elsewhere. */
  takeBack(trees: readonly number[], share: Grove, replaced: Replaced): void
}

/** A model whose trees learn by themselves: with some of its trees it is a smaller model. */
export interface Spreadable {
  readonly options: object
  readonly schema: Schema
  readonly labels?: Labels
  readonly mayRefuse: boolean
  /** The trees that are here. */
  planted: Grove
  /** How many numbers a tree says about a row. */
  readonly saysPerTree: number
  /**
   * Asks each tree about a row, or teaches it, or first one and then the other. What the trees
   * say goes to `said`, one after the other, from `at` on; there it is 0.
   */
  passRow(job: RowJob, said: Float64Array, at: number): void
  /** What it answers where all trees said this, in their order. */
  conclude(said: Float64Array): number
}

/** A model with these of its trees, for a worker or for this thread: they learn in it alone. */
export function shareOf(model: Spreadable, trees: readonly number[]): Spreadable {
  const { options, schema, labels, planted } = model
  const cls = model.constructor as new (options: object) => Spreadable
  const fewer = { [countOption(options)]: trees.length, nJobs: 1, seed: 0 }
  const share = new cls({ ...options, ...fewer, schema })
  if (labels) share.labels?.restoreState(labels.saveState())
  share.planted = planted.share(trees)
  return share
}

/** How many trees a model has once it is planted. */
export function treesWanted({ options }: Spreadable): number {
  return (options as Record<string, number>)[countOption(options)]
}

function countOption(options: object): string {
  return 'nModels' in options ? 'nModels' : 'nEstimators'
}

/** Takes trees back from a share that learned elsewhere. */
export function takeBack(model: Spreadable, trees: readonly number[], share: Spreadable): void {
  const same = share.constructor === model.constructor && share.planted.size === trees.length
  if (!same) throw new SnapshotError('a share must be of the model it was taken from')
  const replaced: [object, object][] = [[share.schema, model.schema]]
  if (share.labels && model.labels) replaced.push([share.labels, model.labels])
  model.planted.takeBack(trees, share.planted, replaced)
}
