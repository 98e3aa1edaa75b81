import type { Frame } from '../data/frame.js'
import { InvalidOptionError } from '../errors.js'
import { checkMetric, judgesClusters } from './metric-fit.js'

/**
 * A model that can be judged while it learns: it predicts, or scores how unusual an event is.
 * All that this library has can be; a model of your own has these methods.
 */
export interface Judged {
  // biome-ignore lint/suspicious/noExplicitAny: models of any kind of event and label
  learnOne(x: any, ...more: any[]): void
  // biome-ignore lint/suspicious/noExplicitAny: models of any kind of event and label
  predictOne?(x: any, ...more: any[]): unknown
  // biome-ignore lint/suspicious/noExplicitAny: models of any kind of event and label
  predictProbaOne?(x: any, ...more: any[]): unknown
  // biome-ignore lint/suspicious/noExplicitAny: models of any kind of event and label
  scoreOne?(x: any, ...more: any[]): number
  // biome-ignore lint/suspicious/noExplicitAny: models of any kind of event and label
  predictThenLearnMany?(frame: Frame, y: any, options?: any): ArrayLike<unknown>
  /** What it is; a pipeline is what its last step is. */
  readonly kind?: string
  /** False if it learns from events alone, without their labels. */
  readonly supervised?: boolean
  /** True if it predicts pairs, `[prediction, ask]`, and learns only the labels it asks for. */
  readonly asksForLabels?: boolean
}

/** A metric of any kind of truth and prediction. */
export interface AnyMetric {
  // biome-ignore lint/suspicious/noExplicitAny: it is judged by what it is given
  update(...args: any[]): void
  get(): unknown
  /** False if it judges probabilities. */
  readonly requiresLabels?: boolean | undefined
}

type Options = Readonly<Record<string, unknown>> | undefined

/** A model with the metric that judges it: how it is asked, judged and taught. */
export class Subject {
  readonly model: Judged
  readonly metric: AnyMetric
  readonly supervised: boolean
  /** The last step of a pipeline; else the model itself. */
  private readonly last: Loose
  /** Asks the model; the options are those that came with the event, if any. */
  readonly ask: (x: unknown, options: Options) => unknown
  readonly judge: (x: unknown, y: unknown, prediction: unknown, options: Options) => void

  constructor(model: Judged, metric: AnyMetric) {
    this.model = model
    this.metric = metric
    this.last = lastStep(model)
    checkModel(model, this.last)
    checkMetric(metric, model)
    this.supervised = model.supervised ?? !isScoring(model)
    const byCentres = judgesClusters(metric)
    this.ask = byCentres ? this.askCluster() : this.asking()
    this.judge = byCentres ? this.judgeCluster() : this.judgeLabel()
  }

  teach(x: unknown, y: unknown, options: Options): void {
    const { model } = this
    if (this.supervised) {
      if (options === undefined) model.learnOne(x, y)
      else model.learnOne(x, y, options)
    } else if (options === undefined) model.learnOne(x)
    else model.learnOne(x, options)
  }

  /** True if rows of frames need not become objects: the model can, and the metric allows it. */
  takesFrames(weighted: boolean): boolean {
    const { model, metric } = this
    const many = model.predictThenLearnMany
    // A model that has no place for options takes no weights.
    if (typeof many !== 'function' || (weighted && many.length < 3)) return false
    const asks = model.asksForLabels || (this.last as { asksForLabels?: unknown }).asksForLabels
    const plain = this.supervised && !asks && !judgesClusters(metric)
    return plain && !isScoring(model) && metric.requiresLabels !== false
  }

  private asking(): Subject['ask'] {
    const { last } = this
    const model = this.model as unknown as Loose
    if (isScoring(this.model)) {
      const score = askBy(model, 'scoreOne')
      if (typeof last['classify'] !== 'function') return score
      return (x, options) => last['classify']?.(score(x, options))
    }
    const probabilities =
      this.metric.requiresLabels === false && typeof last['predictProbaOne'] === 'function'
    return askBy(model, probabilities ? 'predictProbaOne' : 'predictOne')
  }

  /** The event as the clusterer sees it is kept with the prediction, for the metric. */
  private askCluster(): Subject['ask'] {
    const { last } = this
    const model = this.model as unknown as Loose
    const predict = askBy(model, 'predictOne')
    const isPipeline = last !== model
    return (x, options) => {
      const seen = isPipeline ? model['transformOne'](x) : x
      return new ClusterAnswer(seen, predict(x, options))
    }
  }

  private judgeLabel(): Subject['judge'] {
    const { metric } = this
    return (_, y, prediction, options) => {
      if (options === undefined) metric.update(y, prediction)
      else metric.update(y, prediction, options)
    }
  }

  private judgeCluster(): Subject['judge'] {
    const { metric, last } = this
    return (_x, _y, answer, options) => {
      const { x, prediction } = answer as ClusterAnswer
      const centers = (last as { centers?: unknown }).centers
      if (centers === undefined || centers === null) return
      if (options === undefined) metric.update(x, prediction, centers)
      else metric.update(x, prediction, centers, options)
    }
  }
}

/** To which cluster an event belongs, and the event as the clusterer saw it. */
export class ClusterAnswer {
  readonly x: unknown
  readonly prediction: unknown

  constructor(x: unknown, prediction: unknown) {
    this.x = x
    this.prediction = prediction
  }
}

/** True while a model knows nothing: there is nothing to judge then. */
export function isEmpty(prediction: unknown): boolean {
  if (typeof prediction !== 'object' || prediction === null) return prediction == null
  if (prediction instanceof Map) return prediction.size === 0
  if (prediction instanceof ClusterAnswer) return isEmpty(prediction.prediction)
  if (Object.getPrototypeOf(prediction) !== Object.prototype) return false
  for (const _ in prediction) return false
  return true
}

type Loose = Record<string, (...args: unknown[]) => unknown>

function askBy(model: Loose, method: string): (x: unknown, options: Options) => unknown {
  return (x, options) => (options === undefined ? model[method](x) : model[method](x, options))
}

/**
 * What learns at the end of a pipeline, also of one inside another; else the model itself.
 *
 * @example
 * const pipeline = compose.pipe(new preprocessing.StandardScaler(), new naiveBayes.GaussianNB())
 * Object.is(lastStep(pipeline), pipeline.get(-1)) // => true
 */
export function lastStep(model: object): Record<string, (...args: unknown[]) => unknown> {
  let at = model as Loose
  while ((at as { steps?: unknown })?.steps instanceof Map && typeof at['get'] === 'function') {
    const last = at['get'](-1)
    if (typeof last !== 'object' || last === null) break
    at = last as Loose
  }
  return at
}

/** An anomaly detector does not predict: its scores are judged, or what a filter makes of them. */
function isScoring(model: Judged): boolean {
  const { kind } = model
  if (typeof kind === 'string') return kind === 'anomaly detector' || kind === 'anomaly filter'
  return typeof model.scoreOne === 'function' && typeof model.predictOne !== 'function'
}

function checkModel(model: Judged, last: Loose): void {
  const { learnOne, predictOne, scoreOne } = Object(model) as Judged
  const asked = [predictOne, scoreOne].some((method) => typeof method === 'function')
  if (typeof learnOne !== 'function' || !asked || model.kind === 'transformer') {
    const expected = 'must have learnOne, and predictOne or scoreOne'
    throw new InvalidOptionError('evaluate', 'model', expected, model)
  }
  if (isScoring(model) && (last['scoreOne']?.length ?? 0) > 1) {
    const expected = 'must score an event without knowing its label'
    throw new InvalidOptionError('evaluate', 'model', expected, model)
  }
}
