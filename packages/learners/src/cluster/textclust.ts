import {
  Clusterer,
  checkWeight,
  checkWeights,
  type Features,
  type Frame,
  InvalidInputError,
  type Row,
  type Rules,
  SnapshotError,
} from '@coelho/core'
import { TextDistances } from './text-distances.js'
import { TextFading } from './text-fading.js'
import { countsByName, joinTexts, mergeNear } from './text-merging.js'
import { TermUse, TextMicroCluster } from './text-micro-cluster.js'
import {
  DISTANCE,
  type TextCluster,
  type TextClustOptions,
  type TextLearnManyOptions,
  type TextLearnOptions,
  type TextMacroCluster,
  type TextPredictOptions,
} from './text-types.js'

const NOTHING = -1
const NEEDS_TIME = 'needs the time t of each event, a Date or a number (or realTimeFading: false)'

/**
 * Clusters of texts, given as counts of their terms (`featureExtraction.BagOfWords` makes them):
 * small groups that fade, and groups of these.
 *
 * What has faded away is gone with the next event. River drops it when it predicts, so that its
 * clusters depend on whether it was asked: these are River's where it is asked after each event.
 * An event of weight w counts as w texts. `predictOne` says undefined of a text without terms, and
 * while there is no cluster; `predictMany` says -1.
 *
 * @example
 * const model = new cluster.TextClust({ realTimeFading: false, radius: 0.7 })
 * model.learnOne({ goal: 1, match: 1 })
 * model.learnOne({ bread: 1, soup: 2 })
 * model.learnOne({ goal: 2, team: 1 })
 * model.predictOne({ team: 1 }) // => 0
 * model.predictOne({ soup: 1 }) // => 1
 */
export class TextClust extends Clusterer<TextClustOptions, number | undefined> {
  static override readonly id = 'cluster.TextClust'
  static override readonly rules: Rules<TextClustOptions> = {
    radius: { kind: 'number', default: 0.3, atLeast: 0 },
    fadingFactor: { kind: 'number', default: 0.0005, atLeast: 0 },
    tgap: { kind: 'number', default: 100, atLeast: 0 },
    termFading: { kind: 'boolean', default: true },
    realTimeFading: { kind: 'boolean', default: true },
    microDistance: DISTANCE,
    macroDistance: DISTANCE,
    numMacro: { kind: 'integer', default: 3, atLeast: 1 },
    minWeight: { kind: 'number', default: 0 },
    autoR: { kind: 'boolean', default: false },
    autoMerge: { kind: 'boolean', default: true },
    sigma: { kind: 'number', default: 1 },
  }
  static override readonly state = [
    'clusters',
    'time',
    'cleaned',
    'events',
    'nextNumber',
    'distanceSum',
    'joined',
  ] as const
  static readonly parts: readonly unknown[] = [TextMicroCluster]

  private clusters: TextMicroCluster[] = []
  private time = 0
  private cleaned = 0
  private events = 0
  private nextNumber = 0
  // Since the last cleaning: the distances to the nearest, and how many events joined one.
  private distanceSum = 0
  private joined = 0

  // No state: worked out from the above.
  private use: TermUse = new TermUse()
  private readonly distances: TextDistances = new TextDistances()
  private readonly fading: TextFading = new TextFading(this.options)
  private readonly probe: TextMicroCluster = new TextMicroCluster()
  private macro: number[][] | undefined

  override learnOne(x: Features, options?: TextLearnOptions): void {
    const time = this.timeOf(options?.t)
    const weight = checkWeight(this.who, options?.w ?? 1)
    const row = this.rowToLearn(x)
    if (weight > 0) this.learnAt(row, weight, time)
  }

  override learnMany(frame: Frame, options?: TextLearnManyOptions): void {
    const weights = checkWeights(this.who, frame?.length, options?.w)
    const times = this.timesOf(frame?.length ?? 0, options?.t)
    const rows = this.rowsToLearn(frame)
    for (let i = 0; i < frame.length; i++) {
      const weight = weights ? weights[i] : 1
      if (weight > 0) this.learnAt(rows.read(i), weight, times ? times[i] : this.events + 1)
    }
  }

  override learnRowWith(row: Row, _y: unknown, weight: number, options?: TextLearnOptions): void {
    this.learnAt(row, weight, this.timeOf(options?.t))
  }

  learnRow(row: Row, weight: number): void {
    this.learnAt(row, weight, this.timeOf(undefined))
  }

  predictRow(row: Row): number {
    const { clusters, distances, probe } = this
    if (row.count === 0) return NOTHING
    probe.set(row, 1, this.time)
    distances.among(this.use, clusters.length)
    distances.from(probe)
    let nearest = NOTHING
    let least = Infinity
    for (let i = 0; i < clusters.length; i++) {
      if (clusters[i].weight <= this.options.minWeight) continue
      const distance = distances.to(clusters[i])
      if (distance >= least) continue
      least = distance
      nearest = clusters[i].number
    }
    distances.clear(probe)
    return nearest
  }

  override predictOne(x: Features, options?: TextPredictOptions): number | undefined {
    const row = this.door.peek(x)
    try {
      return this.answerRow(row, options)
    } finally {
      this.forget()
    }
  }

  override answerRow(row: Row, options?: TextPredictOptions): number | undefined {
    const micro = this.predictRow(row)
    if (micro === NOTHING || options?.type !== 'macro') return micro < 0 ? undefined : micro
    const cluster = this.groups().findIndex((numbers) => numbers.includes(micro))
    return cluster < 0 ? undefined : cluster
  }

  get microClusters(): Map<number, TextCluster> {
    return new Map(
      this.clusters.map((cluster) => {
        const { number, weight, time, texts: n } = cluster
        return [number, { weight, time, n, tf: countsByName([cluster], this.schema) }]
      }),
    )
  }

  /** By the number of a micro-cluster that of its cluster; noise is left out. */
  get microToMacro(): Map<number, number> {
    return new Map(this.groups().flatMap((numbers, i) => numbers.map((number) => [number, i])))
  }

  /** The micro-clusters that are not noise, joined to as many clusters as there are to be. */
  getMacroclusters(): Map<number, TextMacroCluster> {
    return new Map(
      this.groups().map((microClusters, i) => {
        const parts = this.clusters.filter(({ number }) => microClusters.includes(number))
        const weight = parts.reduce((sum, part) => sum + part.weight, 0)
        return [i, { weight, tf: countsByName(parts, this.schema), microClusters }]
      }),
    )
  }

  /** The numbers of the micro-clusters of each cluster. */
  private groups(): readonly (readonly number[])[] {
    const { distances, options } = this
    this.macro ??= joinTexts(
      this.clusters.filter(({ weight }) => weight > options.minWeight),
      options.numMacro,
      distances,
    )
    return this.macro
  }

  private timeOf(t: number | Date | undefined): number {
    if (!this.options.realTimeFading) {
      if (t === undefined) return this.events + 1
      throw new InvalidInputError(this.who, 'takes a time t only with realTimeFading', t)
    }
    const time = t instanceof Date ? t.getTime() : t
    if (time !== undefined && Number.isFinite(time)) return time
    throw new InvalidInputError(this.who, NEEDS_TIME, t)
  }

  private timesOf(count: number, t: TextLearnManyOptions['t']): Float64Array | undefined {
    if (t === undefined && !this.options.realTimeFading) return undefined
    if (t?.length !== count) {
      throw new InvalidInputError(this.who, `${count} rows need as many times t`, t?.length)
    }
    return Float64Array.from({ length: count }, (_, i) => this.timeOf(t[i]))
  }

  private learnAt(row: Row, weight: number, time: number): void {
    this.time = time
    this.macro = undefined
    if (row.count > 0) this.place(row, weight)
    if (time - this.cleaned >= this.options.tgap) this.cleanUp()
    this.fadeAll()
    this.events += 1
  }

  /** Joins a text to the nearest micro-cluster, or makes one of it. */
  private place(row: Row, weight: number): void {
    const { probe, time, clusters, use } = this
    probe.set(row, weight, time)
    const at = this.nearestWithin()
    if (at < 0) {
      const cluster = new TextMicroCluster()
      cluster.set(row, weight, time)
      cluster.number = this.nextNumber++
      use.countAll(cluster, 1)
      clusters.push(cluster)
      return
    }
    this.joined += 1
    clusters[at].texts += 1
    clusters[at].weight += weight
    this.fading.fade(clusters[at], time, use)
    this.fading.pour(probe, clusters[at], use)
  }

  /** The place of the nearest cluster to the probe if it is near enough, else -1. */
  private nearestWithin(): number {
    const { clusters, distances, probe, options } = this
    distances.among(this.use, clusters.length)
    distances.from(probe)
    let nearest = NOTHING
    let least = 1
    let sum = 0
    let squares = 0
    for (let i = 0; i < clusters.length; i++) {
      const distance = distances.to(clusters[i])
      sum += distance
      squares += distance * distance
      if (distance >= least) continue
      least = distance
      nearest = i
    }
    distances.clear(probe)
    this.distanceSum += least
    if (!options.autoR) return least < options.radius ? nearest : NOTHING
    const mean = (sum - least) / (clusters.length - 1) // of none is NaN: then none is near
    const spread = Math.sqrt(Math.max(0, squares / (clusters.length - 1) - mean * mean))
    return least < mean - options.sigma * spread ? nearest : NOTHING
  }

  private fadeAll(): void {
    const { clusters, fading, time, use } = this
    let kept = 0
    for (let i = 0; i < clusters.length; i++) {
      const cluster = clusters[i]
      fading.fade(cluster, time, use)
      if (cluster.weight > fading.omega && cluster.size > 0) clusters[kept++] = cluster
      else use.countAll(cluster, -1)
    }
    clusters.length = kept
  }

  private cleanUp(): void {
    const { options, distanceSum, joined } = this
    this.cleaned = this.time
    this.fadeAll()
    if (options.autoMerge) {
      const radius = options.autoR ? distanceSum / (joined + 1) : options.radius
      mergeNear(this.clusters, radius, this.distances, this.fading, this.use)
    }
    this.distanceSum = 0
    this.joined = 0
  }

  checkState(): void {
    const { clusters, time, cleaned, events, nextNumber, distanceSum, joined, schema } = this
    const finite = [time, cleaned, distanceSum].every(Number.isFinite)
    const whole = [events, nextNumber, joined].every((n) => Number.isSafeInteger(n) && n >= 0)
    const texts = clusters.every((cluster) => cluster instanceof TextMicroCluster)
    if (!finite || !whole || !texts)
      throw new SnapshotError('TextClust must know its events and the time')
    this.use = new TermUse()
    this.macro = undefined
    let before = -1
    for (const cluster of clusters) {
      cluster.check(schema.size)
      if (cluster.number <= before || cluster.number >= nextNumber) {
        throw new SnapshotError('clusters of texts must have rising numbers', cluster.number)
      }
      before = cluster.number
      this.use.countAll(cluster, 1)
    }
  }
}
