import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import type { StopSignal } from './abort.js'
import { type AsyncDataset, checkDataset, isAsync, type SyncDataset } from './dataset.js'
import type { Delay, Moment } from './delayed-labels.js'
import { type Checkpoint, checkMemory, memoryOf, Progress, shown } from './progress.js'
import { Run } from './run.js'
import type { AnyMetric, Judged } from './subject.js'
import { lineOf } from './text.js'

/** What every evaluation takes; `M` is the metric that comes back. */
export interface EvaluationOptions<Dataset, M> {
  /** Pairs `[x, y]`, or `[x, y, { w, t }]` with a weight and a time; or frames. */
  readonly dataset: Dataset
  readonly model: Judged
  readonly metric: M
  /** When events happen: a feature's name or a function. By default their number. */
  readonly moment?: Moment<Features> | null
  /** How long labels take; without it a label comes with its event. */
  // biome-ignore lint/suspicious/noExplicitAny: labels of any kind
  readonly delay?: Delay<Features, any> | null
  /** Weights count for the metric, too; unless told they count for the model only. */
  readonly weighMetric?: boolean
  /** Stops the evaluation; what it throws then is the reason of the signal. */
  readonly signal?: StopSignal | null
}

/** What there is to be known at checkpoints. */
export interface IterOptions<Dataset, M> extends EvaluationOptions<Dataset, M> {
  /** A checkpoint each so many events; 1 unless told, 0: none. */
  readonly step?: number
  readonly measureTime?: boolean
  /** Tells the size of the model's snapshot at each checkpoint. */
  readonly measureMemory?: boolean
  readonly yieldPredictions?: boolean
}

/** What there is to be printed along the way. */
export interface ScoreOptions<Dataset, M> extends EvaluationOptions<Dataset, M> {
  /** Print a line each so many events. */
  readonly printEvery?: number
  readonly showTime?: boolean
  readonly showMemory?: boolean
  /** Where lines go, for instance `console.log`; needed with `printEvery`. */
  readonly print?: (line: string) => void
}

type Given = EvaluationOptions<SyncDataset | AsyncDataset, AnyMetric>

const COMMON: Rules<Given> = {
  dataset: { kind: 'object' },
  model: { kind: 'object' },
  metric: { kind: 'object' },
  moment: { kind: 'any', default: null },
  delay: { kind: 'any', default: null },
  weighMetric: { kind: 'boolean', default: false },
  signal: { kind: 'object', default: null, nullable: true },
}

const ITER: Rules<IterOptions<unknown, AnyMetric>> = {
  ...COMMON,
  step: { kind: 'integer', default: 1, atLeast: 0 },
  measureTime: { kind: 'boolean', default: false },
  measureMemory: { kind: 'boolean', default: false },
  yieldPredictions: { kind: 'boolean', default: false },
}

const SCORE: Rules<ScoreOptions<unknown, AnyMetric>> = {
  ...COMMON,
  printEvery: { kind: 'integer', default: 0, atLeast: 0 },
  showTime: { kind: 'boolean', default: false },
  showMemory: { kind: 'boolean', default: false },
  print: { kind: 'function', default: null, nullable: true },
}

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
  options: ScoreOptions<AsyncDataset, M>,
): Promise<M>
export function progressiveValScore<M extends AnyMetric>(options: ScoreOptions<SyncDataset, M>): M
export function progressiveValScore<M extends AnyMetric>(
  options: ScoreOptions<AsyncDataset | SyncDataset, M>,
): M | Promise<M> {
  const resolved = resolveOptions('evaluate', options, SCORE as Rules<typeof options>)
  const { printEvery, showTime, showMemory, print, ...rest } = resolved
  if (printEvery && !print) {
    throw new InvalidOptionError('evaluate', 'print', 'is needed with printEvery: try console.log')
  }
  if (!printEvery && (showTime || showMemory)) {
    const option = showTime ? 'showTime' : 'showMemory'
    throw new InvalidOptionError('evaluate', option, 'has no effect without printEvery')
  }
  const { metric } = resolved
  const show = (checkpoint: Checkpoint) => print?.(lineOf(checkpoint, metric))
  const iter = {
    ...rest,
    step: printEvery ?? 0,
    measureTime: showTime ?? false,
    measureMemory: showMemory ?? false,
  }
  const checkpoints = iterAny(iter)
  if (Symbol.asyncIterator in checkpoints) {
    return (async () => {
      for await (const checkpoint of checkpoints) show(checkpoint)
      return metric
    })()
  }
  for (const checkpoint of checkpoints) show(checkpoint)
  return metric
}

/**
 * The checkpoints of such an evaluation, each so many events. The metric in them is the one
 * that was given, so it is to be read before the next checkpoint is asked for.
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
  options: IterOptions<AsyncDataset, M>,
): AsyncGenerator<Checkpoint>
export function iterProgressiveValScore<M extends AnyMetric>(
  options: IterOptions<SyncDataset, M>,
): Generator<Checkpoint>
export function iterProgressiveValScore<M extends AnyMetric>(
  options: IterOptions<AsyncDataset | SyncDataset, M>,
): Generator<Checkpoint> | AsyncGenerator<Checkpoint> {
  return iterAny(resolveOptions('evaluate', options, ITER as Rules<typeof options>))
}

type Resolved = IterOptions<AsyncDataset | SyncDataset, AnyMetric>

/** Whatever is wrong with the options is said before the first checkpoint is asked for. */
function iterAny(options: Resolved): Generator<Checkpoint> | AsyncGenerator<Checkpoint> {
  const { dataset, model, measureTime, measureMemory, step = 1 } = options
  checkDataset(dataset)
  const progress = new Progress(options as ConstructorParameters<typeof Progress>[0])
  const run = new Run([progress], { ...options, step } as ConstructorParameters<typeof Run>[1])
  if (measureMemory) checkMemory(model)
  const started = performance.now()
  const report = () =>
    progress.report({
      ...(measureTime ? { Time: performance.now() - started } : {}),
      ...(measureMemory ? { Memory: memoryOf(model) } : {}),
      ...(options.yieldPredictions ? { Prediction: shown(run.last[0]) } : {}),
    })
  return isAsync(dataset) ? iterAsync(run, dataset, report) : iterSync(run, dataset, report)
}

function* iterSync(
  run: Run,
  dataset: SyncDataset,
  report: () => Checkpoint,
): Generator<Checkpoint> {
  for (const _ of run.sync(dataset)) yield report()
}

async function* iterAsync(
  run: Run,
  dataset: AsyncDataset,
  report: () => Checkpoint,
): AsyncGenerator<Checkpoint> {
  for await (const _ of run.async(dataset)) yield report()
}
