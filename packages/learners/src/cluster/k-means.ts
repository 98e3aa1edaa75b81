import { Clusterer, type Features, type Row, type Rules, random, seeded } from '@coelho/core'
import { type CentroidOptions, Centroids, shareOf } from './centroids.js'

export interface KMeansOptions extends CentroidOptions {
  /** Of the generator that draws the centres; null: one is drawn. */
  readonly seed: random.Seed
}

/**
 * A fixed number of clusters: the centre nearest to an event moves towards it.
 *
 * An event of weight w moves a centre as w events would. Predicting draws nothing that is kept
 * (in River it may draw centres for good).
 *
 * Draws: when features are first met, centre by centre one `gauss` for each of them.
 *
 * @example
 * const model = new cluster.KMeans({ nClusters: 2, halflife: 0.4, sigma: 3, seed: 0 })
 * for (const x of [1, 9, 1.5, 8.5]) model.learnOne({ x })
 * model.predictOne({ x: 0 }) === model.predictOne({ x: 10 }) // => false
 */
export class KMeans extends Clusterer<KMeansOptions> {
  static override readonly id = 'cluster.KMeans'
  static override readonly rules: Rules<KMeansOptions> = {
    nClusters: { kind: 'integer', default: 5, atLeast: 1, atMost: 1_048_576 },
    halflife: { kind: 'number', default: 0.5, atLeast: 0, atMost: 1 },
    mu: { kind: 'number', default: 0 },
    sigma: { kind: 'number', default: 1, atLeast: 0 },
    p: { kind: 'number', default: 2, above: 0 },
    seed: { kind: 'any', default: null },
  }
  static override readonly state = ['rng', 'centroids'] as const
  static readonly parts: readonly unknown[] = [random.Random, Centroids]

  private readonly rng: random.Random = seeded('KMeans', this.options.seed)
  private readonly centroids: Centroids = new Centroids()

  /** What the generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  learnRow(row: Row, weight: number): void {
    this.learnPredictRow(row, weight)
  }

  /** Learns an event, and tells which centre moved. */
  learnPredictOne(x: Features): number {
    return this.learnPredictRow(this.rowToLearn(x), 1)
  }

  private learnPredictRow(row: Row, weight: number): number {
    const { centroids, options } = this
    centroids.meet(row, options, this.rng)
    const nearest = centroids.nearest(row, options.nClusters, options.p)
    centroids.pull(nearest, row, shareOf(options.halflife, weight))
    return nearest
  }

  predictRow(row: Row): number {
    const { centroids, options } = this
    const { nClusters, p } = options
    if (!centroids.lacks(row)) return centroids.nearest(row, nClusters, p)
    return this.asIfMet(row).nearest(row, nClusters, p)
  }

  /** The centres that learning the row would begin with. */
  private asIfMet(row: Row): Centroids {
    const { centroids } = this
    const twin = new Centroids()
    twin.stride = centroids.stride
    twin.drawn = centroids.drawn.slice()
    twin.centres = centroids.centres.slice()
    const rng = new random.Random(0)
    rng.setState(this.rng.getState())
    twin.meet(row, this.options, rng)
    return twin
  }

  /** Where each cluster is; empty as long as no event was learned. */
  get centers(): Map<number, Record<string, number>> {
    return this.centroids.toMap(this.options.nClusters, this.schema.names())
  }

  checkState(): void {
    this.centroids.check(this.options.nClusters, this.schema.size)
  }
}
