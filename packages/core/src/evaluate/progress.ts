import { shortName } from '../base/class-name.js'
import type { MetricLike } from '../base/metric-like.js'
import type { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'

/** An event with its label, and what else is to be learned with it. */
export type Labelled = readonly [x: Features, y: Label, extra?: { readonly w?: number }]

/** A model that can be judged while it learns. */
export interface Judged {
  learnOne(x: Features, y: Label, options?: { w?: number }): void
  predictOne(x: Features): Label | undefined
  predictProbaOne?(x: Features): Map<Label, number>
  predictThenLearnMany?(frame: Frame, y: ArrayLike<Label>): (Label | undefined)[]
}

/** Where an evaluation stands: the metric by its class name, and `Step`. */
export interface Checkpoint {
  readonly Step: number
  readonly Time?: number
  readonly Prediction?: unknown
  readonly [metric: string]: unknown
}

export interface ProgressOptions {
  readonly model: Judged
  // biome-ignore lint/suspicious/noExplicitAny: metrics of any kind of truth and prediction
  readonly metric: MetricLike<any, any>
  /** A checkpoint each so many events; 0: none. */
  readonly step: number
  readonly measureTime?: boolean
  readonly yieldPredictions?: boolean
}

/** Predict, judge, learn: in that order for every event, and checkpoints along the way. */
export class Progress {
  private readonly options: ProgressOptions
  private readonly started: number = performance.now()
  private answers = 0
  private reported = 0

  constructor(options: ProgressOptions) {
    const { step } = options
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new InvalidOptionError('evaluate', 'step', 'must be an integer of at least 0', step)
    }
    this.options = options
  }

  predict(x: Features): unknown {
    const { model, metric } = this.options
    if (metric.requiresLabels === false && model.predictProbaOne) return model.predictProbaOne(x)
    return model.predictOne(x)
  }

  /** The label has come: judges the prediction, then learns. */
  learn([x, y, extra]: Labelled, prediction: unknown): Checkpoint | undefined {
    const { model, metric, step } = this.options
    const empty = prediction === undefined || (prediction instanceof Map && prediction.size === 0)
    if (!empty) metric.update(y, prediction)
    if (extra?.w === undefined) model.learnOne(x, y)
    else model.learnOne(x, y, { w: extra.w })
    this.answers++
    return step > 0 && this.answers % step === 0 ? this.report(prediction) : undefined
  }

  /** True if rows of frames need not become objects: the model can, and the metric allows it. */
  get takesFrames(): boolean {
    const { model, metric, yieldPredictions } = this.options
    return !!model.predictThenLearnMany && metric.requiresLabels === true && !yieldPredictions
  }

  /** The same as `predict` and `learn` for each row of a frame. */
  learnMany(frame: Frame, y: ArrayLike<Label>): Checkpoint | undefined {
    const { model, metric, step } = this.options
    const predictions = model.predictThenLearnMany?.(frame, y) ?? []
    for (let i = 0; i < frame.length; i++) {
      if (predictions[i] !== undefined) metric.update(y[i], predictions[i])
    }
    this.answers += frame.length
    return step > 0 && this.answers % step === 0 ? this.report(undefined) : undefined
  }

  /** The last checkpoint, if events came since the one before and there was one. */
  end(): Checkpoint | undefined {
    const open = this.reported > 0 && this.reported !== this.answers
    return open ? this.report(undefined) : undefined
  }

  private report(prediction: unknown): Checkpoint {
    const { metric, measureTime, yieldPredictions } = this.options
    this.reported = this.answers
    return {
      [metricName(metric)]: metric,
      Step: this.answers,
      ...(measureTime ? { Time: performance.now() - this.started } : {}),
      ...(yieldPredictions ? { Prediction: prediction } : {}),
    }
  }
}

function metricName(metric: object): string {
  const { id, name } = metric.constructor as unknown as { id?: string; name: string }
  return shortName({ id: id ?? name })
}
