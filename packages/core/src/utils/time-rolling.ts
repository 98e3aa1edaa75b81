import { InvalidInputError, SnapshotError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { freshLike, type Rollable, type RollableClass, tooMany } from './held.js'
import { HeldWindow, type HeldWindowOptions } from './held-window.js'

/** How to build a `TimeRolling`; all further options go to the class. */
export interface TimeRollingOptions<T> extends HeldWindowOptions<T> {
  /** How many milliseconds an update counts. */
  readonly period: number
}

/** What is known of it afterwards; the options of the class are in `obj.options`. */
export interface ResolvedTimeRolling<T> {
  readonly cls: RollableClass<T>
  readonly obj: T
  readonly period: number
}

/** When something happened, and whatever else the class takes by name. */
export interface TimedOptions {
  readonly t: Date | number
  readonly [option: string]: unknown
}

/**
 * Whatever can be reverted, over the last period of time. Time is that of the events, which may
 * come late: what is too old goes when an event comes that is younger than all before.
 *
 * @example
 * const share = new utils.TimeRolling({ cls: metrics.Accuracy, period: 1000 })
 * share.update('ham', 'spam', { t: 0 })
 * share.update('spam', 'spam', { t: 999 })
 * share.get() // => 0.5
 */
export class TimeRolling<T extends Rollable = Rollable> extends HeldWindow<
  T,
  ResolvedTimeRolling<T>
> {
  static readonly id = 'utils.TimeRolling'
  static readonly rules: Rules<ResolvedTimeRolling<unknown>> = {
    cls: { kind: 'function' },
    obj: { kind: 'object' },
    period: { kind: 'number', above: 0 },
  }
  static readonly state = ['window', 'latest'] as const

  private latest = -Infinity
  private readonly weight: { w: number } = { w: 1 } // handed on in place of what came with a time

  constructor(given: TimeRollingOptions<T>) {
    const { cls, obj, period, ...rest } = given ?? {}
    const own = resolveOptions('TimeRolling', { period } as { period: number }, {
      period: TimeRolling.rules.period,
    })
    super('TimeRolling', cls, obj, own, rest)
  }

  /** How many milliseconds an update counts. */
  get period(): number {
    return this.options.period
  }

  /** Takes what the class takes, up to six arguments, and when it happened: `update(x, { t })`. */
  update(...args: [...values: unknown[], options: TimedOptions]): void
  update(
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
    f?: unknown,
    ...more: unknown[]
  ): void {
    if (more.length > 0) throw tooMany(this.who, more.length)
    const { held, window } = this
    // The options are the last that is given; the class gets what is in them besides the time.
    const last = (f ?? e ?? d ?? c ?? b ?? a) as TimedOptions
    const time = this.timeOf(last)
    const rest = this.withoutTime(last)
    if (f !== undefined) held.update(window, a, b, c, d, e, rest)
    else if (e !== undefined) held.update(window, a, b, c, d, rest, undefined)
    else if (d !== undefined) held.update(window, a, b, c, rest, undefined, undefined)
    else if (c !== undefined) held.update(window, a, b, rest, undefined, undefined, undefined)
    else if (b !== undefined)
      held.update(window, a, rest, undefined, undefined, undefined, undefined)
    else held.update(window, rest, undefined, undefined, undefined, undefined, undefined)
    window.settle(time)
    if (time <= this.latest) return
    this.latest = time
    const end = time - this.options.period
    while (window.count > 0 && window.timeOf(0) <= end) held.expire(window)
    held.refresh(window)
  }

  /** Throws if `update` would refuse it; changes nothing. */
  tryOut(...args: [...values: unknown[], options: TimedOptions]): void {
    const last = args.at(-1)
    this.timeOf(last)
    this.held.tryOut([...args.slice(0, -1), this.withoutTime(last as TimedOptions)])
  }

  /** An empty window over a fresh object with the same options. */
  clone(): TimeRolling<T> {
    return new TimeRolling<T>({ obj: freshLike(this.obj), period: this.period })
  }

  checkState(): void {
    const { window, latest } = this
    window.check(2 ** 31, this.held.width, true)
    const newest = window.count > 0 ? window.timeOf(window.count - 1) : -Infinity
    if (latest >= newest && latest < Infinity) return
    throw new SnapshotError('a TimeRolling must know its latest time', latest)
  }

  private timeOf(options: unknown): number {
    const t =
      typeof options === 'object' && options !== null ? (options as TimedOptions).t : undefined
    const time = t instanceof Date ? t.getTime() : t
    if (Number.isFinite(time)) return time as number
    throw new InvalidInputError(this.who, 'the time t must be a Date or milliseconds', t)
  }

  /** What else came by name; undefined if nothing did. */
  private withoutTime(options: TimedOptions): object | undefined {
    let others = 0
    for (const name in options) if (name !== 't') others++
    if (others === 0) return undefined
    if (others === 1 && typeof options['w'] === 'number') {
      this.weight.w = options['w']
      return this.weight
    }
    const { t, ...rest } = options
    return rest
  }
}
