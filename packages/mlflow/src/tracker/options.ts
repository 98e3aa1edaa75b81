import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'
import type { AnyProject, Objects } from '@coelho/runtime'
import type { MlflowClientOptions } from '../access/access.js'
import type { Tags } from '../client/entities.js'
import { isModelName } from '../model/model-uri.js'

export interface TrackerOptions {
  /** Where MLflow is, and who one is there; its own variables unless told. */
  readonly mlflow?: MlflowClientOptions
  /** The store that the trainer writes: models are sent from there. */
  readonly store: Objects
  /** MLFLOW_EXPERIMENT_NAME, or the project's name, unless told. */
  readonly experiment?: string | null
  /** What runs are called; the project's name and the time unless told. */
  readonly runName?: string | null
  /** More tags of runs. */
  readonly tags?: Tags
  /** Where it is kept what MLflow is still to be told; a folder of this machine alone. */
  readonly folder?: string
  /** No more bytes are kept there: beyond that, curves lose detail. */
  readonly maxBytes?: number
  /** A point of each metric after each so many events, 10,000, told once a checkpoint has them. */
  readonly everyEvents?: number
  /** Reports, plots and the model are sent again after so long, and at the end. */
  readonly artifactsEveryMs?: number
  /** What the model is called in the registry: the project's name unless told; null: not at all. */
  readonly registerAs?: string | null
  /** What goes wrong between here and MLflow, in words; once for each time that it does. */
  readonly onProblem?: (text: string) => void
}

/** The options with their defaults. */
export interface ResolvedTracker {
  readonly mlflow: MlflowClientOptions
  readonly store: Objects
  readonly experiment: string
  readonly runName: string | null
  readonly tags: Tags
  readonly folder: string
  readonly maxBytes: number
  readonly everyEvents: number
  readonly artifactsEveryMs: number
  readonly registerAs: string | null
  readonly onProblem: (text: string) => void
}

const WHO = 'track'

const RULES: Rules<TrackerOptions> = {
  mlflow: { kind: 'object', default: {} },
  store: { kind: 'object' },
  experiment: { kind: 'string', default: null, nullable: true },
  runName: { kind: 'string', default: null, nullable: true },
  tags: { kind: 'object', default: {} },
  folder: { kind: 'string', default: '.coelho/mlflow' },
  maxBytes: { kind: 'integer', default: 256 << 20, atLeast: 10_000 },
  everyEvents: { kind: 'integer', default: 10_000, atLeast: 1 },
  artifactsEveryMs: { kind: 'number', default: 60_000, atLeast: 0 },
  registerAs: { kind: 'any', default: undefined, nullable: true },
  onProblem: { kind: 'function', default: ignore },
}

export function resolveTracker({ name }: AnyProject, given: TrackerOptions): ResolvedTracker {
  const options = resolveOptions(WHO, given, RULES) as Required<TrackerOptions>
  const { registerAs = name, tags } = options
  if (registerAs !== null && !isModelName(registerAs)) {
    const expected = 'must be a name without "/", ":" and "@", and neither "." nor ".."'
    throw new InvalidOptionError(WHO, 'registerAs', expected, registerAs)
  }
  const odd = Object.entries(tags).find(([, value]) => typeof value !== 'string')
  if (odd) throw new InvalidOptionError(WHO, 'tags', 'must be texts by name', odd[1])
  const experiment = options.experiment ?? process.env['MLFLOW_EXPERIMENT_NAME'] ?? name
  return { ...options, experiment, registerAs }
}

function ignore(): void {}
