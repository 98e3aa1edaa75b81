import { AirlinePassengers } from '../datasets/airline-passengers.js'
import { InvalidInputError } from '../errors.js'
import { MAE } from '../metrics/regression/mae.js'
import { resolveOptions } from '../options/resolve.js'
import { freshLike } from '../utils/held.js'
import { type ForecastOptions, iterEvaluate, type SeriesEvent } from './forecasting.js'
import { nameOf } from './members.js'
import { type Checkpoint, isSavable, memoryOf } from './progress.js'
import type { AnyMetric } from './subject.js'
import { RUN, sizeOf, type TrackRunOptions } from './track.js'

/** A series that knows how many values it has. */
export interface SeriesDataset extends AsyncIterable<SeriesEvent> {
  readonly nSamples?: number | undefined
  readonly who?: string
}

/** A forecaster that can be had afresh. */
export type RunningForecaster = ForecastOptions<unknown>['model'] & {
  clone(): ForecastOptions<unknown>['model']
}

/**
 * Forecasts, by the mean absolute error over all steps ahead: `AirlinePassengers`, twelve months
 * ahead. River's track also has `WaterFlow`.
 *
 * @example
 * const track = new evaluate.ForecastingTrack()
 * const options = { alpha: 0.3, beta: 0.1, gamma: 0.6, seasonality: 12, multiplicative: true }
 * const model = new timeSeries.HoltWinters(options)
 * const steps: number[] = []
 * const run = track.run(model, track.datasets[0], { nCheckpoints: 2 })
 * for await (const { Step } of run) steps.push(Step)
 * steps // => [60, 120]
 */
export class ForecastingTrack implements Iterable<SeriesDataset> {
  readonly name: string = 'Forecasting'
  /** How many values ahead, for each dataset. */
  readonly horizons: readonly number[] = [12]
  readonly datasets: readonly SeriesDataset[] = [new AirlinePassengers()]
  readonly metric: AnyMetric = new MAE()

  toString(): string {
    return `${this.name} (${this.datasets.map((dataset) => dataset.who).join(', ')})`
  }

  /** Its datasets, one after the other. */
  [Symbol.iterator](): Iterator<SeriesDataset> {
    return this.datasets[Symbol.iterator]()
  }

  /** A fresh forecaster and a fresh metric on one of the datasets, with time and memory. */
  async *run(
    model: RunningForecaster,
    dataset: SeriesDataset,
    options?: TrackRunOptions,
  ): AsyncGenerator<Checkpoint> {
    const { nCheckpoints = 10, signal } = resolveOptions('ForecastingTrack', options, RUN)
    const horizon = this.horizonOf(dataset)
    const every = Math.max(1, Math.floor((sizeOf(dataset) - 2 * horizon) / nCheckpoints))
    const fresh = model.clone()
    const metric = freshLike(this.metric)
    const savable = isSavable(fresh)
    const started = performance.now()
    const given = { dataset, model: fresh, metric, horizon, aggFunc: mean }
    let step = 0
    for await (const [, , , judged] of iterEvaluate({ ...given, signal: signal ?? null })) {
      step++
      if (step % every !== 0) continue
      yield {
        [nameOf(judged)]: judged,
        Step: step,
        Time: performance.now() - started,
        ...(savable ? { Memory: memoryOf(fresh) } : {}),
      }
    }
  }

  private horizonOf(dataset: SeriesDataset): number {
    const k = this.datasets.indexOf(dataset)
    if (k >= 0) return this.horizons[k]
    throw new InvalidInputError('ForecastingTrack', 'must be given one of its datasets', dataset)
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
