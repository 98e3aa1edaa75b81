import { InvalidInputError, InvalidOptionError } from '../errors.js'
import { resolveOptions } from '../options/resolve.js'
import type { Rules } from '../options/rules.js'
import { freshLike } from '../utils/held.js'
import type { StopSignal } from './abort.js'
import { type CompareOptions, compare } from './compare.js'
import type { Comparison } from './comparison.js'
import { type AsyncDataset, isAsync, type SyncDataset } from './dataset.js'
import { type Checkpoint, isSavable } from './progress.js'
import { iterProgressiveValScore } from './progressive-validation.js'
import type { AnyMetric, Judged } from './subject.js'

/** A dataset that knows how many events it has. */
export type TrackDataset = (SyncDataset | AsyncDataset) & {
  readonly nSamples?: number | undefined
  /** Its name. */
  readonly who?: string
}

/** A model that can be had afresh for each dataset. */
export interface Runner extends Judged {
  clone(): Judged
}

/** Models by name, or in a list: they are then called after their classes. */
export type Runners = readonly Runner[] | ReadonlyMap<string, Runner> | Record<string, Runner>

/** What a track is made of. */
export interface TrackOptions<D extends TrackDataset = TrackDataset> {
  readonly name: string
  readonly datasets: readonly D[]
  /** Each run is judged by a fresh metric of this kind. */
  readonly metric: AnyMetric
}

/** How a run is watched. */
export interface TrackRunOptions {
  /** How many checkpoints there are in a dataset; 10 unless told. */
  readonly nCheckpoints?: number
  /** Stops the run; what it throws then is the reason of the signal. */
  readonly signal?: StopSignal | null
}

const TRACK: Rules<TrackOptions> = {
  name: { kind: 'string' },
  datasets: { kind: 'object' },
  metric: { kind: 'object' },
}

export const RUN: Rules<TrackRunOptions> = {
  nCheckpoints: { kind: 'integer', default: 10, atLeast: 1 },
  signal: { kind: 'object', default: null, nullable: true },
}

/**
 * Some datasets and a metric by which models of one kind are compared.
 *
 * @example
 * const sea = new evaluate.Excerpt(new datasets.synth.SEA({ seed: 1 }), 500)
 * const metric = new metrics.Accuracy()
 * const track = new evaluate.Track({ name: 'Small', datasets: [sea], metric })
 * const checkpoints = [...track.run(new naiveBayes.GaussianNB(), sea, { nCheckpoints: 2 })]
 * checkpoints.map((checkpoint) => checkpoint.Step) // => [250, 500]
 */
export class Track<D extends TrackDataset = TrackDataset> implements Iterable<D> {
  readonly name: string
  readonly datasets: readonly D[]
  readonly metric: AnyMetric

  constructor(given: TrackOptions<D>) {
    const { name, datasets, metric } = resolveOptions('Track', given, TRACK as Rules<typeof given>)
    if (!Array.isArray(datasets)) {
      throw new InvalidOptionError('Track', 'datasets', 'must be a list of datasets', datasets)
    }
    this.name = name
    this.datasets = [...datasets]
    this.metric = metric
  }

  /** Its datasets, one after the other. */
  [Symbol.iterator](): Iterator<D> {
    return this.datasets[Symbol.iterator]()
  }

  /** A fresh model and a fresh metric on one of the datasets, with time and memory. */
  run(
    model: Runner,
    dataset: TrackDataset & AsyncDataset,
    options?: TrackRunOptions,
  ): AsyncGenerator<Checkpoint>
  run(
    model: Runner,
    dataset: TrackDataset & SyncDataset,
    options?: TrackRunOptions,
  ): Generator<Checkpoint>
  run(
    model: Runner,
    dataset: TrackDataset,
    options?: TrackRunOptions,
  ): Generator<Checkpoint> | AsyncGenerator<Checkpoint>
  run(
    model: Runner,
    dataset: TrackDataset,
    options?: TrackRunOptions,
  ): Generator<Checkpoint> | AsyncGenerator<Checkpoint> {
    const { nCheckpoints = 10, signal } = resolveOptions('Track', options, RUN)
    const fresh = model.clone()
    const metric = freshLike(this.metric)
    const step = Math.max(1, Math.floor(sizeOf(dataset) / nCheckpoints))
    const watch = { step, measureTime: true, measureMemory: isSavable(fresh) }
    const given = { model: fresh, metric, ...watch, ...(signal && { signal }) }
    if (isAsync(dataset)) return iterProgressiveValScore({ ...given, dataset })
    return iterProgressiveValScore({ ...given, dataset })
  }

  /** Several models on each of the datasets: its name, and what `evaluate.compare` finds. */
  async *compare(
    models: Runners,
    options?: TrackRunOptions,
  ): AsyncGenerator<[dataset: string, comparison: Comparison]> {
    const { nCheckpoints = 10, signal } = resolveOptions('Track', options, RUN)
    for (const dataset of this.datasets) {
      const step = Math.max(1, Math.floor(sizeOf(dataset) / nCheckpoints))
      const given = { dataset, metric: this.metric, step, ...(signal && { signal }) }
      const found = compare(cloned(models), given as CompareOptions<SyncDataset, AnyMetric>)
      yield [dataset.who ?? dataset.constructor.name, await found]
    }
  }

  toString(): string {
    return `${this.name} (${this.datasets.map((dataset) => dataset.who ?? dataset).join(', ')})`
  }
}

/** How many events a dataset has; throws if it does not know. */
export function sizeOf(dataset: { readonly nSamples?: number | undefined }): number {
  const { nSamples } = dataset
  if (Number.isSafeInteger(nSamples)) return nSamples as number
  const expected = 'a dataset of a track must know its nSamples (evaluate.Excerpt cuts one to size)'
  throw new InvalidInputError('Track', expected, nSamples)
}

function cloned(models: Runners): Judged[] | Map<string, Judged> {
  if (Array.isArray(models)) return models.map((model: Runner) => model.clone())
  const entries = models instanceof Map ? [...models] : Object.entries(models)
  return new Map(entries.map(([name, model]: [string, Runner]) => [name, model.clone()]))
}
