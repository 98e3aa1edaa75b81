import type { MetricLike } from '../base/metric-like.js'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { type Delay, DelayedLabels, type Moment } from './delayed-labels.js'
import { type Checkpoint, type Judged, type Labelled, Progress } from './progress.js'

/** Many events in one typed array, with their labels. */
export interface FrameDataset {
  readonly x: Frame
  readonly y: ArrayLike<Label>
}

/** What every evaluation takes; `M` is the metric that comes back. */
export interface EvaluationOptions<Dataset, M> {
  readonly dataset: Dataset
  readonly model: Judged
  readonly metric: M
  /** When events happen: a feature's name or a function. By default their number. */
  readonly moment?: Moment<Features> | null
  /** How long labels take; without it a label comes with its event. */
  readonly delay?: Delay<Features, Label> | null
}

export interface IterOptions<Dataset, M> extends EvaluationOptions<Dataset, M> {
  /** A checkpoint each so many events. */
  readonly step?: number
  readonly measureTime?: boolean
  readonly yieldPredictions?: boolean
}

export interface ScoreOptions<Dataset, M> extends EvaluationOptions<Dataset, M> {
  /** Print a line each so many events. */
  readonly printEvery?: number
  readonly showTime?: boolean
  /** Where lines go, for instance `console.log`; needed with `printEvery`. */
  readonly print?: (line: string) => void
}

/** A metric of any kind of truth and prediction. */
// biome-ignore lint/suspicious/noExplicitAny: it is judged by what it is given
export type AnyMetric = MetricLike<any, any>

/**
 * The metric after each event was predicted, judged and learned, in that order. An async
 * dataset gives a promise of it.
 *
 * @example
 * const metric = evaluate.progressiveValScore({
 *   dataset: new datasets.synth.SEA({ seed: 1 }).take(500),
 *   model: new naiveBayes.GaussianNB(),
 *   metric: new metrics.Accuracy(),
 * })
 * metric.get() > 0.85 // => true
 */
export function progressiveValScore<M extends AnyMetric>(
  options: ScoreOptions<AsyncIterable<Labelled>, M>,
): Promise<M>
export function progressiveValScore<M extends AnyMetric>(
  options: ScoreOptions<Iterable<Labelled> | FrameDataset, M>,
): M
export function progressiveValScore<M extends AnyMetric>(
  options: ScoreOptions<AsyncIterable<Labelled> | Iterable<Labelled> | FrameDataset, M>,
): M | Promise<M> {
  const { dataset, metric, printEvery = 0, showTime = false, print, ...rest } = options
  if (printEvery > 0 && !print) {
    throw new InvalidOptionError('evaluate', 'print', 'is needed with printEvery: try console.log')
  }
  const show = (checkpoint: Checkpoint) => print?.(line(checkpoint, metric, showTime))
  const iter = { ...rest, metric, step: printEvery, measureTime: showTime }
  if (isAsync(dataset)) {
    return (async () => {
      for await (const checkpoint of iterAsync({ ...iter, dataset })) show(checkpoint)
      return metric
    })()
  }
  for (const checkpoint of iterSync({ ...iter, dataset })) show(checkpoint)
  return metric
}

/**
 * The checkpoints of such an evaluation, each so many events.
 *
 * @example
 * const checkpoints = evaluate.iterProgressiveValScore({
 *   dataset: new datasets.synth.SEA({ seed: 1 }).take(250),
 *   model: new naiveBayes.GaussianNB(),
 *   metric: new metrics.Accuracy(),
 *   step: 100,
 * })
 * Array.from(checkpoints, (checkpoint) => checkpoint.Step) // => [100, 200, 250]
 */
export function iterProgressiveValScore<M extends AnyMetric>(
  options: IterOptions<AsyncIterable<Labelled>, M>,
): AsyncGenerator<Checkpoint>
export function iterProgressiveValScore<M extends AnyMetric>(
  options: IterOptions<Iterable<Labelled> | FrameDataset, M>,
): Generator<Checkpoint>
export function iterProgressiveValScore<M extends AnyMetric>(
  options: IterOptions<AsyncIterable<Labelled> | Iterable<Labelled> | FrameDataset, M>,
): Generator<Checkpoint> | AsyncGenerator<Checkpoint> {
  const { dataset } = options
  return isAsync(dataset) ? iterAsync({ ...options, dataset }) : iterSync({ ...options, dataset })
}

function* iterSync(
  options: IterOptions<Iterable<Labelled> | FrameDataset, AnyMetric>,
): Generator<Checkpoint> {
  const run = new Run(options)
  const { dataset } = options
  if (isFrames(dataset) && run.takesFrames) yield* run.frames(dataset, options.step ?? 1)
  else {
    const events = isFrames(dataset) ? eventsOf(dataset) : dataset
    for (const event of events) yield* run.arrive(event)
  }
  yield* run.end()
}

async function* iterAsync(
  options: IterOptions<AsyncIterable<Labelled>, AnyMetric>,
): AsyncGenerator<Checkpoint> {
  const run = new Run(options)
  for await (const event of options.dataset) yield* run.arrive(event)
  yield* run.end()
}

/** One evaluation: the same for datasets that wait and datasets that don't. */
class Run {
  private readonly progress: Progress
  private readonly delayed: DelayedLabels<Features, Label> | undefined
  /** What was predicted for the events whose labels are still to come. */
  private readonly open: Map<number, { event: Labelled; prediction: unknown }> = new Map()
  private count = 0

  constructor({ moment, delay, step = 1, ...options }: IterOptions<unknown, AnyMetric>) {
    this.progress = new Progress({ ...options, step })
    const waits = (moment ?? delay ?? undefined) !== undefined
    this.delayed = waits ? new DelayedLabels(moment ?? undefined, delay ?? undefined) : undefined
  }

  get takesFrames(): boolean {
    return this.delayed === undefined && this.progress.takesFrames
  }

  /** A frame from checkpoint to checkpoint. */
  *frames({ x, y }: FrameDataset, step: number): Generator<Checkpoint> {
    const size = step || x.length
    for (let start = 0; start < x.length; start += size) {
      const end = Math.min(start + size, x.length)
      const whole = start === 0 && end === x.length
      const labels = whole ? y : Array.from({ length: end - start }, (_, i) => y[start + i])
      const checkpoint = this.progress.learnMany(whole ? x : x.slice(start, end), labels)
      if (checkpoint) yield checkpoint
    }
  }

  *arrive(event: Labelled): Generator<Checkpoint> {
    const [x, y] = event
    if (!this.delayed) {
      const checkpoint = this.progress.learn(event, this.progress.predict(x))
      if (checkpoint) yield checkpoint
      return
    }
    const i = this.count++
    yield* this.answer(this.delayed.arrive(i, x, y))
    this.open.set(i, { event, prediction: this.progress.predict(x) })
  }

  *end(): Generator<Checkpoint> {
    if (this.delayed) yield* this.answer(this.delayed.rest())
    const checkpoint = this.progress.end()
    if (checkpoint) yield checkpoint
  }

  private *answer(answers: readonly { readonly i: number }[]): Generator<Checkpoint> {
    for (const { i } of answers) {
      const entry = this.open.get(i)
      if (!entry) continue
      this.open.delete(i)
      const checkpoint = this.progress.learn(entry.event, entry.prediction)
      if (checkpoint) yield checkpoint
    }
  }
}

function isAsync(dataset: object): dataset is AsyncIterable<Labelled> {
  return Symbol.asyncIterator in dataset
}

function isFrames(dataset: object): dataset is FrameDataset {
  return 'x' in dataset && dataset.x instanceof Frame
}

function* eventsOf({ x, y }: FrameDataset): Generator<Labelled> {
  for (let i = 0; i < x.length; i++) yield [x.row(i), y[i]]
}

function line(checkpoint: Checkpoint, metric: AnyMetric, showTime: boolean): string {
  const time = showTime ? ` – ${clock(checkpoint.Time ?? 0)}` : ''
  return `[${checkpoint.Step.toLocaleString('en-US')}] ${metric}${time}`
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
