import { BinaryDriftDetector, InvalidOptionError } from '@coelho/core'
import { NoDrift } from '../drift/no-drift.js'
import type { Detector, Score } from './member.js'

/** Throws unless an option can watch errors, and tell which way they went if that is asked. */
export function checkDetector(
  who: string,
  option: string,
  value: Detector | null,
  direction = false,
): void {
  if (value === null) return
  const { update, clone, driftDetected } = value as Partial<Detector>
  const can = typeof update === 'function' && typeof clone === 'function'
  if (!can || typeof driftDetected !== 'boolean') {
    throw new InvalidOptionError(who, option, 'must be a drift detector', value)
  }
  if (!direction || value instanceof NoDrift) return
  if (typeof (value as { change?: unknown }).change === 'number') return
  const expected = 'must tell which way the error went, as ADWIN does (onlyRisingError)'
  throw new InvalidOptionError(who, option, expected, value)
}

/** Throws unless an option is a metric with a single number. */
export function checkScore(who: string, value: Score | null, option = 'metric'): void {
  if (value === null) return
  const { update, clone, get } = value as Partial<Score>
  const can = [update, clone, get].every((method) => typeof method === 'function')
  if (can && typeof value.get() === 'number') return
  throw new InvalidOptionError(who, option, 'must be a metric with a single number', value)
}

/** The same for errors that are numbers. */
export function checkNumberDetector(who: string, option: string, value: Detector | null): void {
  checkDetector(who, option, value)
  if (!(value instanceof BinaryDriftDetector)) return
  throw new InvalidOptionError(
    who,
    option,
    'must be a detector of numbers, not of yes and no',
    value,
  )
}
