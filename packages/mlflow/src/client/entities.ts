import type { Answer } from '../http/answer.js'

/** Texts by name. */
export type Tags = Readonly<Record<string, string>>

export type Lifecycle = 'active' | 'deleted'
/** Which of the living and the deleted a search finds. */
export type View = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL'
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED'

export interface Experiment {
  readonly id: string
  readonly name: string
  readonly artifactLocation: string
  readonly lifecycle: Lifecycle
  readonly tags: Tags
}

/** One value of a metric: of equal key, value, timestamp and step MLflow keeps one. */
export interface Metric {
  readonly key: string
  readonly value: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly step: number
}

export interface Run {
  readonly id: string
  readonly name: string
  readonly experimentId: string
  readonly status: RunStatus
  readonly startTime: number
  readonly endTime: number | undefined
  readonly artifactUri: string
  readonly lifecycle: Lifecycle
  readonly params: Tags
  readonly tags: Tags
  /** The last value of each metric. */
  readonly metrics: Readonly<Record<string, Metric>>
}

export interface ModelVersion {
  readonly name: string
  readonly version: string
  /** Where its files are. */
  readonly source: string
  readonly runId: string | undefined
  readonly status: string
  readonly description: string
  readonly createdAt: number
  readonly tags: Tags
  readonly aliases: readonly string[]
}

export interface RegisteredModel {
  readonly name: string
  readonly description: string
  readonly createdAt: number
  readonly tags: Tags
  /** The version of each alias. */
  readonly aliases: Tags
}

/** A model as an entity of its own: MLflow 3. */
export interface LoggedModel {
  readonly id: string
  readonly name: string
  readonly experimentId: string
  readonly status: string
  readonly artifactUri: string
  readonly sourceRunId: string | undefined
  readonly tags: Tags
}

export interface FileInfo {
  /** From the run's root. */
  readonly path: string
  readonly isFolder: boolean
  /** `undefined` of a folder. */
  readonly bytes: number | undefined
}

export function readExperiment(answer: Answer): Experiment {
  return {
    id: answer.text('experiment_id'),
    name: answer.text('name'),
    artifactLocation: answer.maybeText('artifact_location') ?? '',
    lifecycle: lifecycle(answer),
    tags: answer.pairs('tags'),
  }
}

export function readMetric(answer: Answer): Metric {
  return {
    key: answer.text('key'),
    value: answer.number('value'),
    timestamp: answer.maybeNumber('timestamp') ?? 0,
    step: answer.maybeNumber('step') ?? 0,
  }
}

export function readRun(answer: Answer): Run {
  const info = answer.part('info')
  const data = answer.maybePart('data')
  const metrics = data?.list('metrics').map(readMetric) ?? []
  return {
    id: info.maybeText('run_id') ?? info.text('run_uuid'),
    name: info.maybeText('run_name') ?? '',
    experimentId: info.text('experiment_id'),
    status: info.text('status') as RunStatus,
    startTime: info.maybeNumber('start_time') ?? 0,
    endTime: info.maybeNumber('end_time') || undefined,
    artifactUri: info.maybeText('artifact_uri') ?? '',
    lifecycle: lifecycle(info),
    params: data?.pairs('params') ?? {},
    tags: data?.pairs('tags') ?? {},
    metrics: Object.fromEntries(metrics.map((metric) => [metric.key, metric])),
  }
}

export function readVersion(answer: Answer): ModelVersion {
  return {
    name: answer.text('name'),
    version: answer.text('version'),
    source: answer.maybeText('source') ?? '',
    runId: answer.maybeText('run_id') || undefined,
    status: answer.maybeText('status') ?? 'READY',
    description: answer.maybeText('description') ?? '',
    createdAt: answer.maybeNumber('creation_timestamp') ?? 0,
    tags: answer.pairs('tags'),
    aliases: answer.texts('aliases'),
  }
}

export function readRegisteredModel(answer: Answer): RegisteredModel {
  const aliases = answer.list('aliases').map((one) => [one.text('alias'), one.text('version')])
  return {
    name: answer.text('name'),
    description: answer.maybeText('description') ?? '',
    createdAt: answer.maybeNumber('creation_timestamp') ?? 0,
    tags: answer.pairs('tags'),
    aliases: Object.fromEntries(aliases) as Record<string, string>,
  }
}

export function readLoggedModel(answer: Answer): LoggedModel {
  const info = answer.part('info')
  return {
    id: info.text('model_id'),
    name: info.maybeText('name') ?? '',
    experimentId: info.text('experiment_id'),
    status: info.maybeText('status') ?? '',
    artifactUri: info.maybeText('artifact_uri') ?? '',
    sourceRunId: info.maybeText('source_run_id') || undefined,
    tags: info.pairs('tags'),
  }
}

export function readFile(answer: Answer): FileInfo {
  const isFolder = answer.isTrue('is_dir')
  const bytes = isFolder ? undefined : (answer.maybeNumber('file_size') ?? 0)
  return { path: answer.text('path'), isFolder, bytes }
}

/** `{ a: 'b' }` as MLflow takes it: a list of `{ key, value }`. */
export function pairsOf(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

function lifecycle(answer: Answer): Lifecycle {
  return answer.maybeText('lifecycle_stage') === 'deleted' ? 'deleted' : 'active'
}
