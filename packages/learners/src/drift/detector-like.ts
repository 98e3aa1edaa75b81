import { type BinaryDriftDetector, type DriftDetector, InvalidOptionError } from '@coelho/core'

/** What watches a model: of numbers, or of what is right or wrong. */
export type Detector = DriftDetector | BinaryDriftDetector

/** Throws unless an option is a drift detector. */
export function requireDetector(who: string, option: string, value: unknown): void {
  const given = (value ?? {}) as Readonly<Record<string, unknown>>
  const reports = typeof given === 'object' && 'driftDetected' in given
  if (reports && typeof given['update'] === 'function') return
  throw new InvalidOptionError(who, option, 'must be a drift detector', value)
}
