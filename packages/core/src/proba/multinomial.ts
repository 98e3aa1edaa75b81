import { Statistic } from '../base/statistic.js'
import type { Label } from '../data/labels.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { Random } from '../random/random.js'
import { type Seed, seeded } from '../random/seeded.js'

export interface MultinomialOptions {
  /** What has happened already: a list of events, or how often each did; null: nothing. */
  readonly events:
    | readonly Label[]
    | ReadonlyMap<Label, number>
    | Readonly<Record<string, number>>
    | null
  /** Of the events that `sample` draws. */
  readonly seed: Seed
}

/**
 * How often each of several events happens. Events keep their type: `true`, `'true'` and `1` are
 * three.
 *
 * Draws: `sample` is one `choices`, over the events in the order of their first sight.
 *
 * @example
 * const colours = new proba.Multinomial({ events: ['green', 'green', 'green'] })
 * colours.update('red')
 * colours.call('red') // => 0.25
 */
export class Multinomial extends Statistic<MultinomialOptions> {
  static override readonly id = 'proba.Multinomial'
  static override readonly rules: Rules<MultinomialOptions> = {
    events: { kind: 'object', default: null, nullable: true },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['seen', 'n', 'rng'] as const
  static readonly parts: readonly unknown[] = [Random]

  private readonly seen: Map<Label, number> = new Map() // an event taken back stays, with 0
  private n = 0
  private readonly rng: Random = seeded(this.who, this.options.seed)

  constructor(given: Readonly<Partial<MultinomialOptions>> = {}) {
    super(withOwnEvents(given))
    for (const [event, count] of countsOf(this.options.events)) {
      if (!isEvent(event) || !Number.isSafeInteger(count) || count < 0) {
        const expected = 'must hold events, or how often each happened'
        throw new InvalidOptionError(this.who, 'events', expected, isEvent(event) ? count : event)
      }
      this.add(event, count)
    }
  }

  /** How many events it has seen. */
  get nSamples(): number {
    return this.n
  }

  /** How often each event was seen. */
  get counts(): Map<Label, number> {
    return new Map(this.seen)
  }

  /** The most frequent event, of several the first; undefined before any. */
  get mode(): Label | undefined {
    let most: Label | undefined
    let highest = -1
    for (const [event, count] of this.seen) {
      if (count <= highest) continue
      most = event
      highest = count
    }
    return most
  }

  /** The number of different events. */
  get length(): number {
    return this.seen.size
  }

  /** The seed of its generator. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  [Symbol.iterator](): IterableIterator<Label> {
    return new Map(this.seen).keys()
  }

  update(x: Label): void {
    this.check(x)
    this.add(x, 1)
  }

  /** Takes back an update. */
  revert(x: Label): void {
    this.check(x)
    const count = this.seen.get(x) ?? 0
    if (count === 0) throw new InvalidInputError(this.who, 'cannot take back what never came', x)
    this.seen.set(x, count - 1)
    this.n -= 1
  }

  /** Takes in what another distribution has seen. */
  merge(other: Multinomial): void {
    if (!(other instanceof Multinomial)) {
      throw new InvalidInputError(this.who, 'can be merged with a Multinomial only', other)
    }
    for (const [event, count] of [...other.seen]) this.add(event, count)
  }

  /** The share of `x` among all events; 0 before any. */
  call(x: Label): number {
    return this.n === 0 ? 0 : (this.seen.get(x) ?? 0) / this.n
  }

  /** An event drawn from the distribution. */
  sample(): Label {
    if (this.n === 0) throw new InvalidInputError(this.who, 'has no events to draw from')
    return this.rng.choices([...this.seen.keys()], [...this.seen.values()])[0]
  }

  /** A line for each event, the most frequent first: `P(green) = 0.750`. */
  override toString(): string {
    const events = [...this.seen].sort(([, a], [, b]) => b - a)
    return events.map(([event]) => `P(${event}) = ${this.call(event).toFixed(3)}`).join('\n')
  }

  checkState(): void {
    let sum = 0
    for (const [event, count] of this.seen) {
      if (!isEvent(event) || !Number.isSafeInteger(count) || count < 0) {
        throw new SnapshotError('a Multinomial must have a whole number for each event', count)
      }
      sum += count
    }
    if (sum !== this.n) throw new SnapshotError('a Multinomial must have seen its events', this.n)
  }

  private add(event: Label, count: number): void {
    this.seen.set(event, (this.seen.get(event) ?? 0) + count)
    this.n += count
  }

  private check(x: unknown): void {
    if (isEvent(x)) return
    const expected = 'an event must be a string, a finite number or a boolean'
    throw new InvalidInputError(this.who, expected, x)
  }
}

function isEvent(x: unknown): x is Label {
  return typeof x === 'string' || typeof x === 'boolean' || Number.isFinite(x)
}

/** A copy of the events: what their owner does with them later must not change the options. */
function withOwnEvents(given: Readonly<Partial<MultinomialOptions>>): Partial<MultinomialOptions> {
  const events = given?.events
  if (Array.isArray(events)) return { ...given, events: Object.freeze([...events]) }
  return events instanceof Map ? { ...given, events: new Map(events) } : given
}

function countsOf(events: MultinomialOptions['events']): [Label, number][] {
  if (events === null) return []
  if (Array.isArray(events)) return events.map((event) => [event, 1])
  return events instanceof Map ? [...events] : Object.entries(events)
}
