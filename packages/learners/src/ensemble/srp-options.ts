import type { Rule, random } from '@coelho/core'
import type { Detector, Score } from './member.js'
import type { SubspaceSize } from './subspace-size.js'

/** What both ensembles of streaming random patches are told. */
export interface SRPOptions {
  /** How many models. */
  readonly nModels: number
  /**
   * How many features each model sees: a share (up to 1), a count (above 2), `'sqrt'` of their
   * number and one more, or `'rmsqrt'`: all but so many, and one more. The first event tells
   * their number; if it comes to all of them, models are trained by resampling.
   */
  readonly subspaceSize: SubspaceSize
  /**
   * `'subspaces'`: each model sees its own features; `'resampling'`: it learns each event some
   * random number of times; `'patches'`: both.
   */
  readonly trainingMethod: 'patches' | 'subspaces' | 'resampling'
  /** How often a model learns an event on average (Poisson distribution). */
  readonly lam: number
  /** Finds out that a model no longer fits; null: an `ADWIN` of delta 0.00001. */
  readonly driftDetector: Detector | null
  /** Warns before: a model begins to learn in the background; null: `ADWIN`, delta 0.0001. */
  readonly warningDetector: Detector | null
  /** `'drift'`: models are never replaced; `'warning'`: none learns in the background. */
  readonly disableDetector: 'off' | 'drift' | 'warning'
  /** All models count alike, not by their score. */
  readonly disableWeightedVote: boolean
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
  /** How good a model is: what its vote counts. */
  readonly metric: Score | null
}

export const SRP: Readonly<
  Record<
    | 'model'
    | 'nModels'
    | 'subspaceSize'
    | 'trainingMethod'
    | 'lam'
    | 'driftDetector'
    | 'warningDetector'
    | 'disableDetector'
    | 'metric'
    | 'seed',
    Rule
  >
> = {
  model: { kind: 'object', default: null, nullable: true },
  nModels: { kind: 'integer', default: 10, atLeast: 1, atMost: 65_536 },
  subspaceSize: { kind: 'any', default: 0.6 },
  trainingMethod: {
    kind: 'string',
    default: 'patches',
    choices: ['patches', 'subspaces', 'resampling'],
  },
  lam: { kind: 'number', default: 6, above: 0, atMost: 700 },
  driftDetector: { kind: 'object', default: null, nullable: true },
  warningDetector: { kind: 'object', default: null, nullable: true },
  disableDetector: { kind: 'string', default: 'off', choices: ['off', 'drift', 'warning'] },
  metric: { kind: 'object', default: null, nullable: true },
  seed: { kind: 'any', default: null },
}
