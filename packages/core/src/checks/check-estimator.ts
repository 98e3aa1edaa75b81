import { InvalidOptionError } from '../errors.js'
import { ALL_CHECKS } from './all-checks.js'
import type { Check } from './check.js'
import { type CheckEvent, CheckFailedError, type Fault, faultOf } from './failure.js'
import { shrink } from './shrink.js'
import { type CheckOptions, Subject } from './subject.js'

/** One check of one model, ready to be run: a test runner makes one test of each. */
export interface NamedCheck {
  /** `predicting-changes-nothing`. */
  readonly name: string
  /** The same as a sentence. */
  readonly claim: string
  /** Why it is left out, if it is. */
  readonly skipped?: string
  /** Throws a `CheckFailedError` if the model breaks the contract. */
  readonly run: () => void
}

/**
 * Throws unless a model keeps the whole contract: the error names the check, what was expected,
 * and the fewest events that show it. The model itself learns nothing; clones of it do.
 *
 * @example
 * checks.checkEstimator(new naiveBayes.GaussianNB())
 * class Forgetful extends stats.Mean {
 *   clone() {
 *     return this
 *   }
 * }
 * checks.failures(new Forgetful()).at(0)?.check // => 'clone-keeps-options'
 */
export function checkEstimator(model: object, options: CheckOptions = {}): void {
  for (const check of iterChecks(model, options)) if (check.skipped === undefined) check.run()
}

/**
 * The checks a model owes, one by one.
 *
 * @example
 * const [first] = checks.iterChecks(new stats.Mean())
 * first.name // => 'answers-before-learning'
 */
export function* iterChecks(model: object, options: CheckOptions = {}): Generator<NamedCheck> {
  const skip = options.skip ?? {}
  for (const name of Object.keys(skip)) {
    if (ALL_CHECKS.some((check) => check.name === name) && skip[name]) continue
    const known = ALL_CHECKS.map((check) => check.name).join(', ')
    const expected = `must name checks, each with a reason; known: ${known}`
    throw new InvalidOptionError('checks', 'skip', expected, name)
  }
  const subject = new Subject(model, options)
  for (const check of ALL_CHECKS) {
    if (check.appliesTo && !check.appliesTo(subject)) continue
    const { name, claim } = check
    const run = () => runCheck(check, subject)
    yield Object.hasOwn(skip, name)
      ? { name, claim, run, skipped: skip[name] }
      : { name, claim, run }
  }
}

/**
 * The same as a list.
 *
 * @example
 * checks.list(new naiveBayes.GaussianNB()).map((check) => check.name).includes('clone-is-fresh')
 * // => true
 */
export function list(model: object, options: CheckOptions = {}): NamedCheck[] {
  return [...iterChecks(model, options)]
}

/**
 * All checks that fail, where `checkEstimator` stops at the first.
 *
 * @example
 * checks.failures(new preprocessing.StandardScaler()) // => []
 */
export function failures(model: object, options: CheckOptions = {}): CheckFailedError[] {
  const found: CheckFailedError[] = []
  for (const check of iterChecks(model, options)) {
    if (check.skipped !== undefined) continue
    try {
      check.run()
    } catch (error) {
      if (!(error instanceof CheckFailedError)) throw error
      found.push(error)
    }
  }
  return found
}

function runCheck(check: Check, subject: Subject): void {
  const first = faultWith(check, subject, subject.events)
  if (!first) return
  // Fewer events may show another fault: only the one that was found is followed.
  const isTheSame = (fault: Fault | undefined) => fault?.kind === first.kind
  const fewest = shrink(subject.events, (some) => isTheSame(faultWith(check, subject, some)))
  const fault = faultWith(check, subject, fewest)
  throw new CheckFailedError(subject.who, check.name, fault ?? first, fewest)
}

function faultWith(
  check: Check,
  subject: Subject,
  events: readonly CheckEvent[],
): Fault | undefined {
  try {
    check.run(subject, events)
    return undefined
  } catch (error) {
    const fault = faultOf(error)
    // Without events, a check that fails by accident says nothing about the model.
    return events.length === 0 && fault.cause !== undefined ? undefined : fault
  }
}
