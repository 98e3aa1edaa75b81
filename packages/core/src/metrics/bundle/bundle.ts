import { shortName } from '../../base/class-name.js'
import type { ConfiguredClass } from '../../base/configured.js'
import type { MetricLike } from '../../base/metric-like.js'
import { InvalidInputError, SnapshotError } from '../../errors.js'
import { resolveOptions } from '../../options/resolve.js'
import type { Rules } from '../../options/rules.js'
import { type Member, Metrics } from '../base/metrics.js'

/** What may come with an event. */
export interface EventOptions {
  readonly w?: number
  /** When it happened. Without it the event is left out of windows of time. */
  readonly t?: Date | number
}

/** A ready set of metrics: one update for all of them. */
export abstract class Bundle<Options extends object> implements MetricLike<unknown, unknown> {
  static readonly id: string = 'metrics.Bundle'
  static readonly rules: Rules<object> = {}
  static readonly state: readonly string[] = ['metrics']

  readonly options: Readonly<Options>
  /** The metrics, by name; only to be read: they are updated together. */
  readonly metrics: Metrics

  constructor(given: Readonly<Partial<Options>>) {
    const cls = new.target as unknown as ConfiguredClass
    this.options = resolveOptions(shortName(cls), given, cls.rules as Rules<Options>)
    this.metrics = new Metrics(...Object.entries(this.members()))
    this.bind()
  }

  get who(): string {
    return shortName(this.constructor as unknown as ConfiguredClass)
  }

  /** The metrics with their names. */
  protected abstract members(): Record<string, Member>

  /** Takes hold of those that are updated: in declared fields, which this constructor may set. */
  protected abstract bind(): void

  abstract update(yTrue: unknown, yPred: unknown, ...more: unknown[]): void

  /** The metric of that name. */
  protected named<M>(name: string): M {
    return this.metrics.at(name) as M
  }

  /** A metric of it by its name: `bundle.at('F1')`. */
  at(name: string): Member | undefined {
    return this.metrics.at(name)
  }

  /** The values, in the order of the metrics. */
  get(): unknown[] {
    return this.metrics.get()
  }

  /** The values by name: those that are numbers. */
  toObject(): Record<string, number> {
    return this.metrics.toObject()
  }

  /** A bundle with the same options that has judged nothing. */
  clone(): this {
    const cls = this.constructor as new (options: object) => this
    return new cls(this.options)
  }

  /** A line each. */
  toString(): string {
    return String(this.metrics)
  }

  checkState(): void {
    const fresh = new Map(Object.entries(this.members()))
    const names = Object.keys(this.metrics.toMembers())
    const same = names.every((name) => {
      const [here, there] = [this.metrics.at(name), fresh.get(name)]
      return here?.constructor === there?.constructor
    })
    if (!same || names.length !== fresh.size) {
      throw new SnapshotError(`a ${this.who} must have the metrics that belong to it`)
    }
    this.bind()
  }
}

/** The weight alone, for metrics that take no time; undefined if there is none. */
export function weightOnly(options: EventOptions | undefined): { w: number } | undefined {
  return options?.w === undefined ? undefined : { w: options.w }
}

/** Both for metrics that go by time. Spreading a weight that is not there would cost a shape. */
export function weightAt(weight: { w: number } | undefined, t: number): { w?: number; t: number } {
  return weight ? { w: weight.w, t } : { t }
}

/** When it happened, in milliseconds; undefined if nothing is told. */
export function timeOf(who: string, options: EventOptions | undefined): number | undefined {
  const t = options?.t
  if (t === undefined) return undefined
  const time = t instanceof Date ? t.getTime() : t
  if (Number.isFinite(time)) return time
  throw new InvalidInputError(who, 'the time t must be a Date or milliseconds', t)
}
