import {
  type ClassifierLike,
  type Rule,
  type Rules,
  type random,
  requireKind,
  type Schema,
} from '@coelho/core'
import { Committee, labelsOf } from './committee.js'
import { times } from './models.js'

/** What ensembles of copies of one model have in common. */
export interface CopiesOptions {
  /** How many copies there are. */
  readonly nModels: number
  /** Of the generator that draws how often each copy learns an event; null: one is drawn. */
  readonly seed: random.Seed
}

export const COPIES: Readonly<Record<'model' | 'nModels' | 'seed', Rule>> = {
  model: { kind: 'object' },
  nModels: { kind: 'integer', default: 10, atLeast: 2, atMost: 65_536 },
  seed: { kind: 'any', default: null },
}

/** The same for copies of a classifier. */
export interface ClassCopiesOptions extends CopiesOptions {
  /** What is copied: a classifier, or a pipeline that ends with one. */
  readonly model: ClassifierLike
}

/** The same where each copy is watched by a detector. */
export interface WatchedCopiesOptions extends ClassCopiesOptions {
  /**
   * True: as River, whose detectors are told hits instead of errors, so that the best copy begins
   * anew when hits rise. False: the worst copy begins anew when errors rise.
   */
  readonly riverCompatible: boolean
}

export const WATCHED_COPIES: Rules<WatchedCopiesOptions> = {
  ...COPIES,
  riverCompatible: { kind: 'boolean', default: true },
}

/** The copies that the options of an ensemble of that name ask for. */
export function copiesOf(who: string, options: ClassCopiesOptions, schema: Schema): Committee {
  const { model, nModels } = options
  requireKind(who, 'model', model, 'classifier')
  return new Committee(times(nModels, model), schema, labelsOf([model], schema))
}
