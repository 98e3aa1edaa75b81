import { BinaryDriftDetector, InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import { drift } from '@coelho/learners'
import { checkRecord } from './checks.js'

/** Builds a detector that has seen nothing: a new one at each call. */
export type MakeDetector = () => drift.Detector

/** What is watched for change, and what follows from one. */
export interface DriftOptions {
  /** Watches what the champion's predictions cost: an `ADWIN` unless told; `null`: nothing. */
  readonly error?: MakeDetector | null
  /** Watches features by their names, as `features` gives them: numbers, and booleans as 0 or 1. */
  readonly features?: Readonly<Record<string, MakeDetector>> | null
  /**
   * What follows: nothing but a note; a new pipeline that learns the last events and takes over;
   * or the best challenger takes over.
   */
  readonly policy?: 'note' | 'retrain' | 'promote'
  /** From which drift it follows: one of the error unless told. */
  readonly upon?: 'error' | 'any'
  /** So many of the last learned events are kept for a new pipeline. */
  readonly window?: number
}

const RULES: Rules<DriftOptions> = {
  error: { kind: 'function', default: () => new drift.ADWIN(), nullable: true },
  features: { kind: 'object', default: null, nullable: true },
  policy: { kind: 'string', default: 'note', choices: ['note', 'retrain', 'promote'] },
  upon: { kind: 'string', default: 'error', choices: ['error', 'any'] },
  window: { kind: 'integer', default: 1000, atLeast: 1, atMost: 100_000 },
}

/** What an error is: only 0 or 1 suits every detector. */
export type ErrorKind = 'zero or one' | 'number' | 'unknown'

/** The options with their defaults. Throws if one is wrong, or has no effect. */
export function resolveDrift(
  given: DriftOptions,
  who: string,
  around: { readonly hasChallengers: boolean; readonly error: ErrorKind | undefined },
): Required<DriftOptions> {
  const options = resolveOptions(who, given, RULES) as Required<DriftOptions>
  const { error, features, policy, upon } = options
  const watched = checkRecord(who, 'features', features, 'detectors')
  if (!error && watched.length === 0) {
    throw new InvalidOptionError(who, 'error', 'must be a detector where no feature is watched')
  }
  for (const [name, make] of watched) checkDetector(who, `features.${name}`, make)
  if (error) checkErrorDetector(who, error, around.error)
  refuseIdle(who, given, policy)
  if (policy !== 'note' && upon === 'error' && !error) {
    const expected = "follows from a drift of the error, which is not watched: set upon: 'any'"
    throw new InvalidOptionError(who, 'policy', expected, policy)
  }
  if (policy === 'promote' && !around.hasChallengers) {
    throw new InvalidOptionError(who, 'policy', 'needs challengers', policy)
  }
  return options
}

function refuseIdle(who: string, given: DriftOptions, policy: DriftOptions['policy']): void {
  if (given.window !== undefined && policy !== 'retrain') {
    throw new InvalidOptionError(who, 'window', "has no effect unless policy is 'retrain'")
  }
  if (given.upon !== undefined && policy === 'note') {
    throw new InvalidOptionError(who, 'upon', "has no effect where policy is 'note'")
  }
}

function checkErrorDetector(who: string, make: MakeDetector, error: ErrorKind | undefined): void {
  if (error === undefined) {
    const expected =
      'has nothing to watch: say by the option "loss" what a prediction costs, or set error: null'
    throw new InvalidOptionError(who, 'error', expected)
  }
  const detector = checkDetector(who, 'error', make)
  if (error === 'number' && detector instanceof BinaryDriftDetector) {
    const expected = 'must watch numbers, as ADWIN and PageHinkley do: errors are no yes or no here'
    throw new InvalidOptionError(who, 'error', expected, detector)
  }
}

function checkDetector(who: string, option: string, make: MakeDetector): drift.Detector {
  const expected = 'must be a function that builds a drift detector'
  if (typeof make !== 'function') throw new InvalidOptionError(who, option, expected, make)
  const detector: unknown = make()
  const given = Object(detector) as Readonly<Record<string, unknown>>
  if (typeof given['update'] !== 'function' || !('driftDetected' in given)) {
    throw new InvalidOptionError(who, option, expected, detector)
  }
  if (make() === detector) {
    throw new InvalidOptionError(who, option, 'must build a new detector at each call')
  }
  return detector as drift.Detector
}
