import { InvalidInputError } from '../errors.js'

/** What a model is: it decides which checks are made, and on which events. */
export type Kind =
  | 'classifier'
  | 'regressor'
  | 'active learner'
  | 'multi-label classifier'
  | 'multi-target regressor'
  | 'transformer'
  | 'supervised transformer'
  | 'clusterer'
  | 'anomaly detector'
  | 'forecaster'
  | 'drift detector'
  | 'statistic'
  | 'metric'

type Loose = Readonly<Record<string, unknown>>

/** What the property `kind` of a model says, and what it is to the checks. */
const KINDS: Readonly<Record<string, Kind>> = {
  classifier: 'classifier',
  regressor: 'regressor',
  'active learner': 'active learner',
  'multi-label classifier': 'multi-label classifier',
  'multi-target regressor': 'multi-target regressor',
  clusterer: 'clusterer',
  'anomaly detector': 'anomaly detector',
  'anomaly filter': 'anomaly detector',
}

/**
 * What a model is: what it says by its `kind`, else what it can do. A pipeline is what its last
 * step is.
 *
 * @example
 * checks.kindOf(new stats.Mean()) // => 'statistic'
 */
export function kindOf(model: object): Kind {
  const kind = declared(model as Loose) ?? ofMethods(model as Loose)
  if (kind) return kind
  const expected = 'a model must learn by learnOne and answer, or take values by update'
  throw new InvalidInputError('checks', expected, model)
}

/** True for a pipeline: what comes with an event may reach some of its steps only. */
export function hasSteps(model: object): boolean {
  const { steps } = model as { steps?: unknown }
  return steps instanceof Map && steps.size > 0
}

function declared({ kind, supervised }: Loose): Kind | undefined {
  if (kind === 'transformer') return supervised ? 'supervised transformer' : 'transformer'
  return typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
}

function ofMethods(model: Loose): Kind | undefined {
  const can = (name: string) => typeof model[name] === 'function'
  if (can('learnOne')) {
    if (can('forecast')) return 'forecaster'
    if (can('scoreOne')) return 'anomaly detector'
    if (can('predictProbaOne')) return 'classifier'
    if (can('predictOne')) return 'regressor'
    if (can('transformOne')) return transformer(model)
  }
  if (!can('update')) return undefined
  if ('driftDetected' in model) return 'drift detector'
  return model['requiresLabels'] === undefined ? 'statistic' : 'metric'
}

/** One that is told the target says so by a second parameter. */
function transformer(model: Loose): Kind {
  const takesTarget = (model['learnOne'] as { length: number }).length > 1
  return takesTarget ? 'supervised transformer' : 'transformer'
}
