import type { Features } from '../data/schema.js'
import { InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { freshLike } from '../utils/held.js'
import type { StopSignal } from './abort.js'
import { Comparison, type ComparisonRow } from './comparison.js'
import { type AsyncDataset, checkDataset, isAsync, type SyncDataset } from './dataset.js'
import type { Delay, Moment } from './delayed-labels.js'
import { distinct, metricsByName, nameOf } from './members.js'
import { checkMemory, isSavable, memoryOf, Progress } from './progress.js'
import { Run } from './run.js'
import type { AnyMetric, Judged } from './subject.js'

/** Models by name, or in a list: they are then called after their classes. */
export type Models = readonly Judged[] | ReadonlyMap<string, Judged> | Record<string, Judged>

/** How models are compared. */
export interface CompareOptions<Dataset, M> {
  /** Pairs `[x, y]`, or `[x, y, { w, t }]` with a weight and a time; or frames. */
  readonly dataset: Dataset
  /** Each model is judged by a fresh metric of this kind. */
  readonly metric: M
  /** A point each so many events; 1000 unless told, 0: only in the end. */
  readonly step?: number
  /** When events happen: a feature's name or a function. By default their number. */
  readonly moment?: Moment<Features> | null
  /** How long labels take; without it a label comes with its event. */
  // biome-ignore lint/suspicious/noExplicitAny: labels of any kind
  readonly delay?: Delay<Features, any> | null
  /** Weights count for the metrics, too; unless told they count for the models only. */
  readonly weighMetric?: boolean
  /** The sizes of the models' snapshots: unless told, of those that can be saved. */
  readonly measureMemory?: boolean | null
  /** Is told each point when it is reached. */
  readonly onPoint?: ((point: ComparisonRow) => void) | null
  /** Stops the comparison; what it throws then is the reason of the signal. */
  readonly signal?: StopSignal | null
}

type Given<M> = CompareOptions<SyncDataset | AsyncDataset, M>

const RULES: Rules<Given<AnyMetric>> = {
  dataset: { kind: 'object' },
  metric: { kind: 'object' },
  step: { kind: 'integer', default: 1000, atLeast: 0 },
  moment: { kind: 'any', default: null },
  delay: { kind: 'any', default: null },
  weighMetric: { kind: 'boolean', default: false },
  measureMemory: { kind: 'boolean', default: null, nullable: true },
  onPoint: { kind: 'function', default: null, nullable: true },
  signal: { kind: 'object', default: null, nullable: true },
}

/**
 * Several models in one pass over one stream: each event is read once, and all models meet the
 * same events in the same order, as each would alone. An async dataset gives a promise.
 *
 * @example
 * const models = {
 *   bayes: new naiveBayes.GaussianNB(),
 *   tree: new tree.HoeffdingTreeClassifier(),
 * }
 * const dataset = new datasets.synth.SEA({ seed: 1 }).take(1500)
 * const result = evaluate.compare(models, { dataset, metric: new metrics.Accuracy() })
 * result.rows.map((row) => row.Model) // => ['bayes', 'tree']
 * result.points.map((point) => point.Step) // => [1000, 1000, 1500, 1500]
 * result.toString().split('\n')[0].split(/ +/)
 * // => ['Model', 'Accuracy', 'Step', 'Time', 'Memory']
 */
export function compare<M extends AnyMetric>(
  models: Models,
  options: CompareOptions<AsyncDataset, M>,
): Promise<Comparison<M>>
export function compare<M extends AnyMetric>(
  models: Models,
  options: CompareOptions<SyncDataset, M>,
): Comparison<M>
export function compare<M extends AnyMetric>(
  models: Models,
  given: Given<M>,
): Comparison<M> | Promise<Comparison<M>> {
  const options = resolveOptions('evaluate', given, RULES as Rules<Given<M>>)
  const { dataset } = options
  checkDataset(dataset)
  const entrants = enter(models, options)
  const run = new Run(
    entrants.map(({ progress }) => progress),
    { ...options, step: options.step ?? 0, timed: true } as ConstructorParameters<typeof Run>[1],
  )
  const board = new Board<M>(entrants, run, options.onPoint)
  if (isAsync(dataset)) {
    return (async () => {
      for await (const _ of run.async(dataset)) board.note()
      return board.close()
    })()
  }
  for (const _ of run.sync(dataset)) board.note()
  return board.close()
}

interface Entrant {
  readonly name: string
  readonly progress: Progress
  readonly savable: boolean
}

/** Each model with a name and a metric of its own. */
function enter(models: Models, options: Given<AnyMetric>): Entrant[] {
  const entries = named(models)
  if (entries.length === 0 || new Set(entries.map(([, model]) => model)).size < entries.length) {
    const expected = 'must be one or more, each of them once'
    throw new InvalidOptionError('evaluate', 'models', expected, models)
  }
  const { measureMemory, metric, moment, weighMetric } = options
  return entries.map(([name, model]) => {
    if (measureMemory) checkMemory(model)
    const pattern = { model, metric: freshLike(metric), name, weighMetric: weighMetric ?? false }
    const progress = new Progress({ ...pattern, moment: (moment ?? null) as Moment<never> | null })
    return { name, progress, savable: measureMemory ?? isSavable(model) }
  })
}

function named(models: Models): [name: string, model: Judged][] {
  if (models instanceof Map) return [...models]
  if (!Array.isArray(models)) return Object.entries(Object(models) as Record<string, Judged>)
  const names = distinct(models.map((model) => nameOf(Object(model))))
  return models.map((model, i) => [names[i], model])
}

/** Writes down where the models stand. */
class Board<M extends AnyMetric> {
  private readonly entrants: readonly Entrant[]
  private readonly run: Run
  private readonly onPoint: ((point: ComparisonRow) => void) | null | undefined
  private readonly points: ComparisonRow[] = []
  private noted = -1

  constructor(entrants: readonly Entrant[], run: Run, onPoint: Given<M>['onPoint']) {
    this.entrants = entrants
    this.run = run
    this.onPoint = onPoint
  }

  note(): void {
    this.noted = this.run.answers
    for (const [k, { name, progress, savable }] of this.entrants.entries()) {
      const { model, metric } = progress.subject
      const values = metricsByName(metric).map(([key, one]) => [key, one.get()])
      const { Step, 'Samples used': used } = progress.report()
      const point = {
        Model: name,
        ...Object.fromEntries(values),
        Step,
        ...(used === undefined ? {} : { 'Samples used': used }),
        Time: this.run.elapsed[k],
        Memory: savable ? memoryOf(model) : undefined,
      }
      this.points.push(point)
      this.onPoint?.(point)
    }
  }

  close(): Comparison<M> {
    if (this.noted !== this.run.answers) this.note()
    const rows = this.points.slice(-this.entrants.length)
    const metrics = this.entrants.map(
      ({ name, progress }) => [name, progress.subject.metric as M] as const,
    )
    const texts = metrics.map(([, metric]) => metricsByName(metric).map(([, one]) => textOf(one)))
    return new Comparison(this.points, rows, new Map(metrics), texts)
  }
}

/** `87.30 %` of `Accuracy: 87.30 %`; a metric that has more to say is shown by its value. */
function textOf(metric: AnyMetric): string {
  const text = String(metric)
  const [name, value, ...more] = text.split(': ')
  const brief = value !== undefined && more.length === 0 && !text.includes('\n') && name !== ''
  return brief ? value : String(metric.get())
}
