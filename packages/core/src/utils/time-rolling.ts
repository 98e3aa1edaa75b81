import { InvalidInputError, SnapshotError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import {
  type Answer,
  freshLike,
  heldObject,
  invoke,
  ownArguments,
  type Rollable,
  type RollableClass,
} from './held.js'

/** How to build a `TimeRolling`; all further options go to the class. */
export interface TimeRollingOptions<T> {
  /** What is computed over the window: any class with update and revert. */
  readonly cls?: RollableClass<T>
  /** In place of `cls`: an object that is there already, and is the window's from now on. */
  readonly obj?: T
  /** How many milliseconds an update counts. */
  readonly period: number
  readonly [option: string]: unknown
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
export class TimeRolling<T extends Rollable = Rollable> {
  static readonly id = 'utils.TimeRolling'
  static readonly rules: Rules<ResolvedTimeRolling<unknown>> = {
    cls: { kind: 'function' },
    obj: { kind: 'object' },
    period: { kind: 'number', above: 0 },
  }
  static readonly state = ['times', 'updates', 'latest'] as const

  /** `cls` is not listed among them, since a snapshot holds the object and never a class. */
  readonly options: Readonly<ResolvedTimeRolling<T>>
  /** What is computed, over the window only. */
  readonly obj: T
  private readonly times: number[] = [] // ascending, in milliseconds
  private readonly updates: unknown[][] = [] // the arguments at each time
  private latest = -Infinity

  constructor(given: TimeRollingOptions<T>) {
    const { cls, obj, period, ...rest } = given ?? {}
    const own = resolveOptions(this.who, { period } as { period: number }, {
      period: TimeRolling.rules.period,
    })
    this.obj = heldObject<T>(this.who, cls, obj, rest)
    const options = { obj: this.obj, period: own.period }
    const value = (this.obj as object).constructor
    this.options = Object.freeze(
      Object.defineProperty(options, 'cls', { value, enumerable: false }),
    ) as unknown as ResolvedTimeRolling<T>
  }

  get who(): string {
    return 'TimeRolling'
  }

  /** How many milliseconds an update counts. */
  get period(): number {
    return this.options.period
  }

  /** How many updates are in the window. */
  get length(): number {
    return this.times.length
  }

  /** What a metric says of itself. */
  get requiresLabels(): boolean | undefined {
    return (this.obj as { requiresLabels?: boolean }).requiresLabels
  }

  /** Takes what the class takes, and when it happened: `update(x, { t })`. */
  update(...args: [...values: unknown[], options: TimedOptions]): void {
    const { t, ...others } = Object(args.at(-1)) as TimedOptions
    const time = this.timeOf(t)
    const named = Object.keys(others).length > 0 ? [others] : []
    const own = ownArguments([...args.slice(0, -1), ...named])
    invoke(this.who, this.obj, 'update', own)
    const place = this.firstFrom(time)
    this.times.splice(place, 0, time)
    this.updates.splice(place, 0, own)
    if (time > this.latest) {
      this.latest = time
      this.expire(time - this.period)
    }
  }

  /** The `get` of the class. */
  get(...args: readonly unknown[]): Answer<T, 'get'> {
    return invoke(this.who, this.obj, 'get', args) as Answer<T, 'get'>
  }

  /** The `call` of the class: a density. */
  call(...args: readonly unknown[]): Answer<T, 'call'> {
    return invoke(this.who, this.obj, 'call', args) as Answer<T, 'call'>
  }

  /** An empty window over a fresh object with the same options. */
  clone(): TimeRolling<T> {
    return new TimeRolling<T>({ obj: freshLike(this.obj), period: this.period })
  }

  /** What the object says of itself. */
  toString(): string {
    return String(this.obj)
  }

  checkState(): void {
    const { times, updates, latest } = this
    const ascending = times.every((time, i) => i === 0 || times[i - 1] <= time)
    if (!ascending || !times.every(Number.isFinite) || !(latest >= (times.at(-1) ?? -Infinity))) {
      throw new SnapshotError('a TimeRolling must have its updates in order', latest)
    }
    if (updates.length !== times.length || !updates.every(Array.isArray)) {
      throw new SnapshotError('a TimeRolling must have an update for each time', updates.length)
    }
  }

  /** Takes back what happened up to `end`. */
  private expire(end: number): void {
    let count = 0
    while (count < this.times.length && this.times[count] <= end) {
      invoke(this.who, this.obj, 'revert', this.updates[count])
      count += 1
    }
    this.times.splice(0, count)
    this.updates.splice(0, count)
  }

  private firstFrom(time: number): number {
    let low = 0
    let high = this.times.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.times[middle] < time) low = middle + 1
      else high = middle
    }
    return low
  }

  private timeOf(t: unknown): number {
    const time = t instanceof Date ? t.getTime() : t
    if (Number.isFinite(time)) return time as number
    throw new InvalidInputError(this.who, 'the time t must be a Date or milliseconds', t)
  }
}
