import { InvalidOptionError } from '../errors.js'
import { save } from '../snapshot/save.js'
import type { FrameDataset, Labelled } from './dataset.js'
import { type Moment, momentOf } from './delayed-labels.js'
import { EvaluationError, type EventNumbers } from './evaluation-error.js'
import { metricsByName } from './members.js'
import { type AnyMetric, ClusterAnswer, isEmpty, type Judged, Subject } from './subject.js'

/** Where an evaluation stands: each metric by its class name, and `Step`. */
export interface Checkpoint {
  /** How many events were predicted and learned. */
  readonly Step: number
  /** Milliseconds since the start. */
  readonly Time?: number
  /** Bytes: the size of the model's snapshot. */
  readonly Memory?: number
  readonly Prediction?: unknown
  /** How many labels a model learned that asks for those it wants. */
  readonly 'Samples used'?: number
  readonly [metric: string]: unknown
}

/** What is looked at for one model. */
export interface ProgressOptions {
  readonly model: Judged
  readonly metric: AnyMetric
  /** Its name, where several models are compared. */
  readonly name?: string
  readonly moment?: Moment<never> | null
  readonly weighMetric?: boolean
}

/** One model on its way: it predicts, is judged and learns, in that order for every event. */
export class Progress {
  readonly name: string | undefined
  readonly subject: Subject
  private readonly moment: Moment<never> | null
  private readonly weighMetric: boolean
  private answers = 0
  private used = 0
  private asks: boolean

  constructor({ model, metric, name, moment, weighMetric }: ProgressOptions) {
    this.subject = new Subject(model, metric)
    this.name = name
    this.moment = moment ?? null
    this.weighMetric = weighMetric ?? false
    this.asks = model.asksForLabels === true
  }

  /** What the model says before it has seen the label; an active learner says it wants it, too. */
  predict(number: number, [x, , extra]: Labelled): unknown {
    try {
      return this.subject.ask(x, extra && named(extra))
    } catch (error) {
      throw this.failure(number, 'predicted', error)
    }
  }

  /** The label has come: judges the prediction, then learns. */
  learn(number: number, [x, y, extra]: Labelled, answer: unknown): void {
    const { subject } = this
    const isPair = Array.isArray(answer)
    const prediction = isPair ? answer[0] : answer
    if (isPair) this.asks = true
    try {
      if (!isEmpty(prediction)) subject.judge(x, y, prediction, this.withPrediction(x, extra))
    } catch (error) {
      throw this.failure(number, 'judged', error)
    }
    this.answers++
    if (isPair && !answer[1]) return
    this.used++
    try {
      subject.teach(x, y, extra && toLearn(extra))
    } catch (error) {
      throw this.failure(number, 'learned', error)
    }
  }

  /** The same as `predict` and `learn` for each row of a frame. */
  learnMany(first: number, { x, y, w, t }: FrameDataset): void {
    const { model, metric } = this.subject
    const place: EventNumbers = [first, first + x.length - 1]
    let predictions: ArrayLike<unknown>
    try {
      predictions = model.predictThenLearnMany?.(x, y, ...(w ? [{ w }] : [])) ?? []
    } catch (error) {
      throw this.failure(place, 'learned', error)
    }
    this.answers += x.length
    this.used += x.length
    const weights = this.weighMetric ? w : undefined
    const { updateMany } = metric as { updateMany?: (...args: unknown[]) => void }
    if (typeof updateMany === 'function' && !t && !hasGaps(predictions)) {
      try {
        updateMany.call(metric, y, predictions, ...(weights ? [{ w: weights }] : []))
      } catch (error) {
        throw this.failure(place, 'judged', error)
      }
      return
    }
    this.judgeEach(first, { x, y, ...(weights && { w: weights }), ...(t && { t }) }, predictions)
  }

  /** What there is to tell now. */
  report(more: object = {}): Checkpoint {
    return {
      ...Object.fromEntries(metricsByName(this.subject.metric)),
      Step: this.answers,
      ...(this.asks ? { 'Samples used': this.used } : {}),
      ...more,
    }
  }

  private judgeEach(
    first: number,
    { y, w, t }: FrameDataset,
    predictions: ArrayLike<unknown>,
  ): void {
    const { metric } = this.subject
    for (let i = 0; i < y.length; i++) {
      if (isEmpty(predictions[i])) continue
      try {
        if (!w && !t) metric.update(y[i], predictions[i])
        else
          metric.update(y[i], predictions[i], { ...(w && { w: w[i] }), ...(t && { t: ms(t[i]) }) })
      } catch (error) {
        throw this.failure(first + i, 'judged', error)
      }
    }
  }

  /** What the metric is told besides: when the event was, and what it weighs if that is asked. */
  private withPrediction(x: unknown, extra: Labelled[2]): Record<string, unknown> | undefined {
    const t = extra?.t === undefined ? momentOf(this.moment, x as never) : ms(extra.t)
    const w = this.weighMetric ? extra?.w : undefined
    if (t === undefined && w === undefined) return undefined
    return { ...(w !== undefined && { w }), ...(t !== undefined && { t }) }
  }

  private failure(place: EventNumbers, what: string, error: unknown): EvaluationError {
    return new EvaluationError(place, what, error, this.name)
  }
}

/** What to show of an answer: an active learner's wish and the event of a cluster are left out. */
export function shown(answer: unknown): unknown {
  const prediction = Array.isArray(answer) ? answer[0] : answer
  return prediction instanceof ClusterAnswer ? prediction.prediction : prediction
}

/**
 * The size of a model in bytes: what `snapshot.save` makes of it. Room that is kept for what may
 * come, and what the engine adds to each object, are not in it.
 */
export function memoryOf(model: object): number {
  return save(model).length
}

export function isSavable(model: object): boolean {
  try {
    memoryOf(model)
    return true
  } catch {
    return false
  }
}

/** Throws if the size of a model cannot be told. */
export function checkMemory(model: object): void {
  try {
    memoryOf(model)
  } catch (error) {
    const expected = `needs a model that snapshot.save can save: ${(error as Error).message}`
    throw new InvalidOptionError('evaluate', 'measureMemory', expected.replace(/\.$/, ''))
  }
}

/** What came with an event by name, besides its weight and its time. */
function named(extra: NonNullable<Labelled[2]>): Record<string, unknown> | undefined {
  const { w: _w, t: _t, ...rest } = extra
  for (const _ in rest) return rest
  return undefined
}

function toLearn(extra: NonNullable<Labelled[2]>): Record<string, unknown> | undefined {
  const rest = named(extra)
  return extra.w === undefined ? rest : { ...rest, w: extra.w }
}

function ms(t: Date | number): number {
  return t instanceof Date ? t.getTime() : t
}

function hasGaps(predictions: ArrayLike<unknown>): boolean {
  if (ArrayBuffer.isView(predictions)) return false
  for (let i = 0; i < predictions.length; i++) if (isEmpty(predictions[i])) return true
  return false
}
