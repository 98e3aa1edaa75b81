import {
  CoelhoError,
  type evaluate,
  InvalidOptionError,
  metrics,
  metricsByName,
  snapshot,
} from '@coelho/core'
import { learners as all } from '@coelho/learners/all'
import { Contestant } from '../learning/contestant.js'
import { checkRecord } from './checks.js'
import type { AnyOptions, Model } from './project-options.js'

/** The name under which the pipeline of a project learns, beside those of its challengers. */
export const CHAMPION = 'champion'

/** Throws unless pipeline, challengers and metric can be built and work together. */
export function checkModels(who: string, options: AnyOptions): void {
  const { pipeline, challengers, metric, bestBy, label, labels } = options
  checkMetric(who, metric, bestBy)
  const champion = checkModel(who, 'pipeline', pipeline, options)
  const { kind } = champion.model
  if (champion.supervised && !label && !labels) {
    const expected = 'or labels is needed: the pipeline learns from labels'
    throw new InvalidOptionError(who, 'label', expected)
  }
  for (const [name, make] of checkRecord(who, 'challengers', challengers, 'functions')) {
    const option = `challengers.${name}`
    if (name === CHAMPION || name === '') {
      const expected = name === '' ? 'must have a name' : 'is the name of the pipeline itself'
      throw new InvalidOptionError(who, option, expected)
    }
    checkModel(who, option, make, options, kind)
  }
}

function checkModel(
  who: string,
  option: string,
  make: () => Model,
  { metric, learners }: AnyOptions,
  kind?: string,
): Contestant {
  if (typeof make !== 'function') {
    throw new InvalidOptionError(who, option, 'must be a function that builds a model', make)
  }
  const model = make()
  if (typeof model === 'object' && model === make()) {
    throw new InvalidOptionError(who, option, 'must build a new model at each call', model)
  }
  // A model of the user's own says nothing of what it is.
  const { kind: own } = Object(model) as { kind?: string }
  if (kind !== undefined && own !== undefined && own !== kind) {
    throw new InvalidOptionError(who, option, `must be a ${kind}, as the pipeline is`, model)
  }
  try {
    const contestant = Contestant.of(option, model, metric())
    contestant.checkState()
    checkKept(who, option, [model, metric()], learners)
    return contestant
  } catch (error) {
    if (!(error instanceof CoelhoError) || error instanceof InvalidOptionError) throw error
    const expected = `must build a model that can be judged: ${error.message.replace(/\.$/, '')}`
    throw new InvalidOptionError(who, option, expected, model)
  }
}

/** What cannot be loaded again would be found out at the first checkpoint only. */
function checkKept(
  who: string,
  option: string,
  parts: readonly object[],
  own: AnyOptions['learners'],
): void {
  for (const part of parts) {
    try {
      snapshot.load(snapshot.save(part), { learners: [...all, ...(own ?? [])] as never })
    } catch (error) {
      if (!(error instanceof CoelhoError)) throw error
      const why = error.message.replace(/^snapshot: |\.$/g, '')
      const expected = 'must be of what can be saved and loaded (classes of your own: option'
      throw new InvalidOptionError(who, option, `${expected} "learners"): ${why}`)
    }
  }
}

function checkMetric(who: string, make: AnyOptions['metric'], bestBy: string): void {
  const metric = make()
  if (typeof metric?.update !== 'function' || typeof metric.get !== 'function') {
    throw new InvalidOptionError(who, 'metric', 'must be a function that builds a metric', metric)
  }
  if (metric === make()) {
    throw new InvalidOptionError(who, 'metric', 'must build a new metric at each call', metric)
  }
  const numbers = metricsByName(metric).filter(([, one]) => isNumber(one))
  const names = numbers.map(([name]) => name)
  if (names.includes(bestBy)) return
  const expected = `must be one of the metrics: ${names.join(', ')}`
  throw new InvalidOptionError(who, 'bestBy', expected, bestBy)
}

/** False for tables, which no contestant can be the best by. */
function isNumber(metric: evaluate.AnyMetric): boolean {
  const { ConfusionMatrix, ClassificationReport } = metrics
  if (metric instanceof ConfusionMatrix || metric instanceof ClassificationReport) return false
  return ['number', 'undefined'].includes(typeof metric.get())
}
