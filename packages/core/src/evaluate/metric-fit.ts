import { InvalidOptionError } from '../errors.js'
import { metricsByName, nameOf } from './members.js'
import type { AnyMetric, Judged } from './subject.js'

/** What a metric may tell of itself; one that tells nothing fits every model. */
interface Telling {
  /** What a window is held over. */
  readonly obj?: AnyMetric
  readonly judgesClusters?: boolean
  /** True for errors of numbers, false for what counts labels or weighs their probabilities. */
  readonly judgesNumbers?: boolean
  worksWith?(model: unknown): boolean
}

/** Throws where a metric would say something of a model that means nothing. */
export function checkMetric(metric: AnyMetric, model: Judged): void {
  if (typeof metric?.update !== 'function' || typeof metric.get !== 'function') {
    throw new InvalidOptionError('evaluate', 'metric', 'must have update and get', metric)
  }
  for (const one of [metric, ...metricsByName(metric).map(([, member]) => member)]) {
    if (fits(one, model)) continue
    const kind = typeof model.kind === 'string' ? `a ${model.kind} ` : ''
    const expected = `must be one for ${kind}such as ${nameOf(model)}`
    throw new InvalidOptionError('evaluate', 'metric', expected, one)
  }
}

function fits(metric: AnyMetric, model: Judged): boolean {
  const telling = metric as Telling
  if (typeof telling.worksWith === 'function' && !telling.worksWith(model)) return false
  const { kind } = model
  const judgesNumbers = tells(metric, 'judgesNumbers')
  if (judgesNumbers === true && (kind === 'classifier' || kind === 'clusterer')) return false
  if (judgesNumbers === false && kind === 'regressor') return false
  const isOther = kind === 'classifier' || kind === 'regressor'
  return !(isOther && tells(metric, 'judgesClusters'))
}

/**
 * True if a metric, or one of those it holds, judges where events lie among the centres.
 *
 * @example
 * judgesClusters(metrics.bundle('clustering')) // => true
 * judgesClusters(new metrics.MAE()) // => false
 */
export function judgesClusters(metric: AnyMetric): boolean {
  const told = tells(metric, 'judgesClusters')
  if (told !== undefined) return told
  return metricsByName(metric).some(([, one]) => one !== metric && judgesClusters(one))
}

/** What a metric says of itself, or a window of what it is held over. */
function tells(metric: AnyMetric, trait: 'judgesClusters' | 'judgesNumbers'): boolean | undefined {
  const { obj, [trait]: told } = metric as Telling
  if (told !== undefined || typeof obj !== 'object' || obj === null) return told
  return tells(obj, trait)
}
