import { InvalidOptionError } from '@coelho/core'
import { Scheduler } from './schedulers/scheduler.js'

/** A learning rate, or what tells it after so many steps. */
export type Rate = number | Scheduler

/** The rate after so many steps. */
export function rateAt(rate: Rate, t: number): number {
  return typeof rate === 'number' ? rate : rate.get(t)
}

/** The rate that was given, checked. */
export function checkRate(who: string, option: string, rate: unknown): Rate {
  if (rate instanceof Scheduler) return rate
  if (Number.isFinite(rate) && (rate as number) >= 0) return rate as number
  const expected = 'must be a finite number of at least 0 or a scheduler of optim.schedulers'
  throw new InvalidOptionError(who, option, expected, rate)
}
