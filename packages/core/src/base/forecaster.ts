import type { Features } from '../data/schema.js'
import { InvalidInputError, InvalidLabelError } from '../errors.js'
import { Configured } from './configured.js'

/**
 * A model that tells the next values of a series. A learner implements `learnValue` and
 * `forecastValues`; refusals are dealt with here.
 */
export abstract class Forecaster<Options extends object = object> extends Configured<Options> {
  protected abstract learnValue(y: number, x: Features | undefined): void

  /** So many values ahead; `xs` has as many events, if there are any. */
  protected abstract forecastValues(horizon: number, xs: readonly Features[] | undefined): number[]

  /** Learns the next value, and what else was known of it. */
  learnOne(y: number, x?: Features | null): void {
    if (!Number.isFinite(y)) throw new InvalidLabelError(this.who, 'must be a finite number', y)
    this.learnValue(y, x ?? undefined)
  }

  /** The next values; `xs` holds what is known of each of them already. */
  forecast(horizon: number, xs?: readonly Features[] | null): number[] {
    if (!Number.isSafeInteger(horizon) || horizon < 0) {
      const expected = 'the horizon must be an integer of at least 0'
      throw new InvalidInputError(this.who, expected, horizon)
    }
    const known = xs ?? undefined
    if (known !== undefined && known.length !== horizon) {
      const expected = `needs as many events as there are values to forecast (${horizon})`
      throw new InvalidInputError(this.who, expected, known.length)
    }
    return this.forecastValues(horizon, known)
  }
}
