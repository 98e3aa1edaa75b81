import { Statistic } from '../base/statistic.js'
import { InvalidOptionError, SnapshotError } from '../errors.js'
import type { Rules } from '../options/rules.js'
import { freshLike } from '../utils/held.js'
import { membersOf } from './members.js'
import { judgesClusters } from './metric-fit.js'
import type { AnyMetric } from './subject.js'

/** How to build a `Fading`. */
export interface FadingOptions<M extends AnyMetric = AnyMetric> {
  /** The metric that is to fade: a pattern, which itself is not updated. */
  readonly metric: M
  /** What an update still counts for, compared with the one after it: 0.999 for instance. */
  readonly fadingFactor: number
}

/** Beyond it the updates before the first are below the last bit of a sum. */
const FORGOTTEN = 2 ** 60

/**
 * A metric that forgets: with each update those before it count for `fadingFactor` of what they
 * did. With 0.999 about the last thousand count. A sliding window is `utils.Rolling`.
 *
 * It works with metrics that take weights and whose value stays the same when all weights are
 * multiplied by one number: means, ratios and curves, but not those that count pairs of events.
 *
 * @example
 * const metric = new evaluate.Fading({ metric: new metrics.Accuracy(), fadingFactor: 0.5 })
 * metric.update('spam', 'ham')
 * metric.update('spam', 'spam')
 * metric.get() // => 1 / 1.5
 */
export class Fading<M extends AnyMetric = AnyMetric> extends Statistic<FadingOptions<M>> {
  static override readonly id: string = 'evaluate.Fading'
  static override readonly rules: Rules<FadingOptions> = {
    metric: { kind: 'object' },
    fadingFactor: { kind: 'number', atLeast: 1e-9, atMost: 1 },
  }
  static override readonly state: readonly string[] = ['metrics', 'weights']

  // Gama's prequential error with fading factor a: S(i) = L(i) + a S(i-1), B(i) = 1 + a B(i-1),
  // and the error is S(i) / B(i). Divided by a^i on both sides: update i weighs a^-i, and nothing
  // that came before is to be touched. Weights would overflow in the end, so another metric
  // starts at weight 1 in time, and takes over when what it has missed no longer counts.
  private readonly metrics: M[]
  /** What the next update weighs in each of them. */
  private readonly weights: number[] = [1]

  constructor(given: FadingOptions<M>) {
    super(given as Partial<FadingOptions<M>>)
    checkFades(this.who, this.options.metric)
    this.metrics = [freshLike(this.options.metric)]
  }

  /** What the metric says of itself. */
  get requiresLabels(): boolean | undefined {
    return this.options.metric.requiresLabels
  }

  get biggerIsBetter(): boolean | undefined {
    return (this.options.metric as { biggerIsBetter?: boolean }).biggerIsBetter
  }

  /** What the metric judges: labels and the like, or where events lie among clusters. */
  get judgesClusters(): boolean {
    return judgesClusters(this.options.metric)
  }

  /** Takes what the metric takes; a weight is multiplied by that of the moment. */
  update(...args: readonly unknown[]): void {
    const place = this.judgesClusters ? 3 : 2
    const judged = args.slice(0, place)
    const options = (args[place] ?? {}) as { readonly w?: number }
    const w = options.w ?? 1
    for (const [k, metric] of this.metrics.entries()) {
      metric.update(...judged, { ...options, w: w * this.weights[k] })
    }
    this.fade()
  }

  /** The value of the metric. */
  get(): ReturnType<M['get']> {
    return this.metrics[0].get() as ReturnType<M['get']>
  }

  /** What the metric says of itself. */
  override toString(): string {
    return String(this.metrics[0])
  }

  checkState(): void {
    const { metrics, weights, options } = this
    const kind = Object.getPrototypeOf(options.metric)
    const own = metrics.every((metric) => metric && Object.getPrototypeOf(metric) === kind)
    if (!own || metrics.length !== weights.length || ![1, 2].includes(metrics.length)) {
      throw new SnapshotError('a Fading must hold one or two metrics, as in its options')
    }
    const limit = (FORGOTTEN / options.fadingFactor) ** 2
    for (const weight of weights) {
      if (weight >= 1 && weight <= limit) continue
      throw new SnapshotError(`a weight must be between 1 and ${limit}`, weight)
    }
  }

  private fade(): void {
    const { metrics, weights } = this
    for (let k = 0; k < weights.length; k++) weights[k] /= this.options.fadingFactor
    if (weights.length > 1 && weights[1] > FORGOTTEN) {
      metrics.shift()
      weights.shift()
    }
    if (weights.length > 1 || weights[0] <= FORGOTTEN) return
    metrics.push(freshLike(this.options.metric))
    weights.push(1)
  }
}

/** Pairs grow with the square of the weights: what came first would never be forgotten. */
const PAIRS: readonly string[] = [
  'metrics.AdjustedMutualInfo',
  'metrics.AdjustedRand',
  'metrics.FowlkesMallows',
  'metrics.Rand',
]

function checkFades(who: string, metric: AnyMetric): void {
  if (typeof metric.update !== 'function' || typeof metric.get !== 'function') {
    throw new InvalidOptionError(who, 'metric', 'must have update and get', metric)
  }
  for (const member of membersOf(metric)) {
    const { obj, options, worksWithWeights } = member as Partial<Window>
    if (obj !== undefined || options?.windowSize !== undefined || worksWithWeights === false) {
      throw new InvalidOptionError(who, 'metric', 'must be one that takes weights', member)
    }
    if (PAIRS.includes((member.constructor as { id?: string }).id ?? '')) {
      const expected = 'must not be one that counts pairs of events'
      throw new InvalidOptionError(who, 'metric', expected, member)
    }
  }
}

/** What shows that a metric is held over a window, or counts all alike. */
interface Window {
  readonly obj: unknown
  readonly options: { readonly windowSize?: unknown }
  readonly worksWithWeights: boolean
}
