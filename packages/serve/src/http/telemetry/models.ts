import { Gauge, type Registry } from 'prom-client'
import type { Served, Service } from '../../api/served.js'
import type { Info, Prediction, Summary } from '../../api/shapes.js'
import { type Count, FastCounter, FastHistogram, type Times } from './fast.js'

/** Classes that are counted by name; the others are counted together. */
const MAX_CLASSES = 15
/** Versions whose predictions are still counted; hot reloads would make ever more of them. */
const MAX_VERSIONS = 8
/** Metrics of a model, and models: beyond that a scrape would grow without end. */
const MAX_METRICS = 32
const SECONDS = [0.000_02, 0.0001, 0.0005, 0.002, 0.01, 0.05]

interface Counted {
  readonly byVersion: Map<number, Map<string, Count>>
  readonly classes: Set<string>
  readonly seconds: Times
  readonly learned: Count
  /** Where numbers are predicted, their values are no classes. */
  readonly hasClasses: boolean
}

/** What models say and how they stand. */
export class ModelMetrics {
  private readonly predictions: FastCounter
  private readonly seconds: FastHistogram
  private readonly learned: FastCounter
  private readonly gauges: Gauges
  private readonly counted: Map<string, Counted> = new Map()

  constructor(registry: Registry) {
    this.predictions = new FastCounter(
      registry,
      'coelho_predictions_total',
      'Predictions that were given over HTTP.',
    )
    this.seconds = new FastHistogram(
      registry,
      'coelho_predict_duration_seconds',
      'Of one prediction, without HTTP.',
      SECONDS,
    )
    this.learned = new FastCounter(
      registry,
      'coelho_learn_events_total',
      'Events and labels that came over HTTP to be learned.',
    )
    this.gauges = new Gauges(registry)
  }

  predicted(served: Served, { prediction, version }: Prediction, ms: number): void {
    const counted = this.countedOf(served)
    counted.seconds.observe(ms / 1000)
    let byClass = counted.byVersion.get(version.version)
    if (!byClass) byClass = this.begin(counted, version.version)
    const name = counted.hasClasses ? this.className(counted, prediction) : ''
    let counter = byClass.get(name)
    if (!counter) {
      const labels = { model: served.name, version: String(version.version), class: name }
      counter = this.predictions.of(labels)
      byClass.set(name, counter)
    }
    counter.value++
  }

  taught(served: Served, events: number): void {
    this.countedOf(served).learned.value += events
  }

  /** Looks at all models: as they are when somebody asks. */
  refresh(service: Service): void {
    this.gauges.clear()
    for (const served of service.models.values()) {
      const summary = served.summary()
      this.gauges.stand(summary)
      if (summary.ready) this.gauges.detail(served.info())
    }
  }

  private countedOf(served: Served): Counted {
    let counted = this.counted.get(served.name)
    if (!counted) {
      const { task } = served.summary()
      const hasClasses = task === 'classification' || task === 'clustering'
      const labels = { model: served.name }
      const [seconds, learned] = [this.seconds.of(labels), this.learned.of(labels)]
      counted = { byVersion: new Map(), classes: new Set(), seconds, learned, hasClasses }
      this.counted.set(served.name, counted)
    }
    return counted
  }

  /** The version that was first met longest ago is no longer counted. */
  private begin(counted: Counted, version: number): Map<string, Count> {
    const [oldest] = counted.byVersion.keys()
    if (counted.byVersion.size >= MAX_VERSIONS && oldest !== undefined) {
      for (const count of counted.byVersion.get(oldest)!.values()) this.predictions.remove(count)
      counted.byVersion.delete(oldest)
    }
    const byClass = new Map<string, Count>()
    counted.byVersion.set(version, byClass)
    return byClass
  }

  private className({ classes }: Counted, prediction: Prediction['prediction']): string {
    const name = String(prediction).slice(0, 64)
    if (classes.has(name)) return name
    if (classes.size >= MAX_CLASSES) return 'other'
    classes.add(name)
    return name
  }
}

type Figure<T> = readonly [name: string, help: string, figure: (of: T) => number | null]

/** Name, help, and what it is, of each figure that a model has one of, also before a version. */
const STANDING: readonly Figure<Summary>[] = [
  ['coelho_model_ready', '1 if it answers.', ({ ready }) => Number(ready)],
  ['coelho_model_examples_seen', 'Events learned.', ({ events }) => events],
  ['coelho_events_per_second', 'Learned lately.', ({ eventsPerSecond }) => eventsPerSecond],
  ['coelho_lag_events', 'Still to be learned.', ({ lag }) => lag],
  ['coelho_labels_waiting', 'Events whose label is to come.', ({ waiting }) => waiting],
  ['coelho_dead_events', 'Events that could not be used.', ({ dead }) => dead],
  ['coelho_damaged_checkpoints', 'Newer, but not usable.', ({ unusable }) => unusable],
  ['coelho_drifts', 'Drifts that were found.', ({ drifts }) => drifts],
  [
    'coelho_checkpoint_age_seconds',
    'Since the version that answers was saved.',
    ({ ageMs }) => (ageMs === null ? null : ageMs / 1000),
  ],
  [
    'coelho_training_running',
    '1 if this server trains it.',
    ({ training }) => Number(training.state === 'running'),
  ],
]

/** The same of the version that answers. */
const SERVED: readonly Figure<Info>[] = [
  ['coelho_model_bytes', 'Of the snapshot that answers.', ({ bytes }) => bytes],
]

class Gauges {
  private readonly standing: readonly Gauge<'model'>[]
  private readonly served: readonly Gauge<'model'>[]
  private readonly about: Gauge<'model' | 'version' | 'sha256'>
  private readonly metric: Gauge<'model' | 'metric' | 'contestant'>
  private readonly labels: Gauge<'model' | 'outcome'>

  constructor(registry: Registry) {
    const registers = [registry]
    const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Gauge<L>({ name, help, labelNames: [...labelNames], registers })
    this.standing = STANDING.map(([name, help]) => gauge(name, help, ['model']))
    this.served = SERVED.map(([name, help]) => gauge(name, help, ['model']))
    this.about = gauge('coelho_model_info', '1 for the version that answers.', [
      'model',
      'version',
      'sha256',
    ])
    this.metric = gauge('coelho_model_metric', 'Since the beginning.', [
      'model',
      'metric',
      'contestant',
    ])
    this.labels = gauge('coelho_labels', 'Labels, by what became of them.', ['model', 'outcome'])
  }

  clear(): void {
    const { standing, served, about, metric, labels } = this
    for (const gauge of [...standing, ...served, about, metric, labels]) gauge.reset()
  }

  stand(summary: Summary): void {
    set(this.standing, STANDING, summary)
  }

  detail(info: Info): void {
    const { name: model, version, contestants, counts } = info
    set(this.served, SERVED, info)
    if (version) {
      this.about.set({ model, version: String(version.version), sha256: version.sha256 }, 1)
    }
    this.labels.set({ model, outcome: 'matched' }, counts.matched)
    this.labels.set({ model, outcome: 'orphan' }, counts.orphans)
    this.labels.set({ model, outcome: 'expired' }, counts.givenUp)
    for (const { name: contestant, metrics } of contestants.slice(0, MAX_CLASSES)) {
      for (const [metric, value] of Object.entries(metrics).slice(0, MAX_METRICS)) {
        if (value !== null) this.metric.set({ model, metric, contestant }, value)
      }
    }
  }
}

function set<T extends Summary>(
  gauges: readonly Gauge<'model'>[],
  figures: readonly Figure<T>[],
  of: T,
): void {
  figures.forEach(([, , figure], i) => {
    const value = figure(of)
    if (value !== null) gauges[i]!.set({ model: of.name }, value)
  })
}
