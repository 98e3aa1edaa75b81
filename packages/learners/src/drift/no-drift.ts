import { DriftDetector } from '@coelho/core'
import { checkValue } from './check-value.js'

/**
 * Never reports a change: for models that ask for a detector where none is wanted.
 *
 * @example
 * const detector = new drift.NoDrift()
 * for (const x of [0, 0, 1000]) detector.update(x)
 * detector.driftDetected // => false
 */
export class NoDrift extends DriftDetector {
  static override readonly id = 'drift.NoDrift'

  update(x: number): void {
    checkValue(this, x)
  }

  get driftDetected(): boolean {
    return false
  }
}
