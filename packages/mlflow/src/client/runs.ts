import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { MlflowError, unlessMissing } from '../errors.js'
import type { JsonObject, Service } from '../http/service.js'
import { type Batch, type BatchBody, split } from './batch.js'
import {
  type Metric,
  pairsOf,
  type Run,
  type RunStatus,
  readMetric,
  readRun,
  type Tags,
  type View,
} from './entities.js'
import type { Search } from './experiments.js'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 3200

/** The tag by which a run is found whose answer was lost. */
export const KEY_TAG = 'coelho.key'

export interface NewRun {
  readonly experimentId: string
  readonly name?: string
  readonly tags?: Tags
  /** Milliseconds since 1970; now unless told. */
  readonly startTime?: number
  /**
   * What names this run for ever: where one of this key is in the experiment it is that one.
   * Something nobody else draws unless told.
   */
  readonly key?: string
}

/** What is asked for of runs. */
export interface RunSearch extends Search {
  readonly experimentIds: readonly string[]
  readonly view?: View
}

/** A metric that is there already is not written again: here the database says so, not MLflow. */
function isRepeated(error: unknown): boolean {
  return error instanceof MlflowError && error.status === 400 && /metric_pk/.test(error.text)
}

/**
 * The server may still be at an attempt whose answer was lost, and refuses the same points beside
 * it; once that one has ended, it passes over them.
 */
async function pastAnother(post: () => Promise<unknown>): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    try {
      await post()
      return
    } catch (error) {
      if (!isRepeated(error) || pause > LONGEST_PAUSE_MS) throw error
    }
    await wait(pause)
  }
}

/** Runs: what was trained, by what, and how well. */
export class Runs {
  private readonly service: Service

  /** @internal A client has one. */
  constructor(service: Service) {
    this.service = service
  }

  /** Makes a run. It is one, also where answers are lost: its key is looked for first. */
  async create(wanted: NewRun): Promise<Run> {
    const { experimentId, name, tags = {}, startTime = Date.now(), key } = wanted
    const there = key === undefined ? undefined : await this.withKey(experimentId, key)
    if (there) return there
    const made = key ?? randomUUID()
    const body = {
      ...{ experiment_id: experimentId, run_name: name, start_time: startTime },
      tags: pairsOf({ ...tags, [KEY_TAG]: made }),
    }
    try {
      const manner = { doing: 'create a run', isRepeatable: false }
      return readRun((await this.service.post('runs/create', body, manner)).part('run'))
    } catch (error) {
      if (!(error instanceof MlflowError) || !error.mayBeDone) throw error
      return (
        (await this.withKey(experimentId, made)) ?? (await this.create({ ...wanted, key: made }))
      )
    }
  }

  async get(id: string): Promise<Run> {
    const answer = await this.service.get('runs/get', { run_id: id }, { doing: `get run ${id}` })
    return readRun(answer.part('run'))
  }

  async update(
    id: string,
    { status, endTime, name }: { status?: RunStatus; endTime?: number; name?: string },
  ): Promise<void> {
    const body = { run_id: id, status, end_time: endTime, run_name: name }
    await this.service.post('runs/update', body, { doing: `update run ${id}` })
  }

  async delete(id: string): Promise<void> {
    await this.service.post('runs/delete', { run_id: id }, { doing: `delete run ${id}` })
  }

  async restore(id: string): Promise<void> {
    await this.service.post('runs/restore', { run_id: id }, { doing: `restore run ${id}` })
  }

  /** All that fit, page by page as they are read. */
  search(wanted: RunSearch): AsyncGenerator<Run, void, undefined> {
    const { experimentIds, filter, orderBy, pageSize = 1000, view = 'ACTIVE_ONLY' } = wanted
    const body = {
      ...{ experiment_ids: experimentIds, filter, order_by: orderBy },
      ...{ max_results: pageSize, run_view_type: view },
    }
    return this.service.pages(
      (token) => {
        const manner = { doing: 'search runs' }
        return this.service.post('runs/search', { ...body, page_token: token }, manner)
      },
      (answer) => answer.list('runs').map(readRun),
    )
  }

  /** Logs what is given, in as many requests as MLflow's limits ask for. */
  async logBatch(id: string, batch: Batch, signal?: AbortSignal): Promise<void> {
    for (const body of split(id, batch)) await this.send(id, body, signal)
  }

  private async send(id: string, body: BatchBody, signal: AbortSignal | undefined): Promise<void> {
    const post = (part: BatchBody) =>
      this.service.post('runs/log-batch', { ...part }, { doing: `log to run ${id}`, signal })
    try {
      await post(body)
    } catch (error) {
      if (!isRepeated(error)) throw error
      const { metrics = [], ...rest } = body
      const isNone = (metric: JsonObject) => metric['value'] === 'NaN'
      // MLflow 2 on PostgreSQL refuses all of a batch with a NaN that is there already.
      const numbers = metrics.filter((metric) => !isNone(metric))
      await pastAnother(() => post({ ...rest, metrics: numbers }))
      for (const metric of metrics.filter(isNone)) {
        await post({ run_id: id, metrics: [metric] }).catch((error: unknown) => {
          if (!isRepeated(error)) throw error
        })
      }
    }
  }

  /** One value; many are logged by `logBatch` much faster. */
  async logMetric(id: string, key: string, value: number, at: Partial<Metric> = {}): Promise<void> {
    const { timestamp = Date.now(), step = 0 } = at
    await this.logBatch(id, { metrics: [{ key, value, timestamp, step }] })
  }

  async logParams(id: string, params: Tags): Promise<void> {
    await this.logBatch(id, { params })
  }

  async setTags(id: string, tags: Tags): Promise<void> {
    await this.logBatch(id, { tags })
  }

  async deleteTag(id: string, key: string): Promise<void> {
    const asked = this.service.post(
      'runs/delete-tag',
      { run_id: id, key },
      { doing: `untag run ${id}` },
    )
    await unlessMissing(asked)
  }

  /** All values of a metric, in no order that MLflow promises: with PostgreSQL in none. */
  metricHistory(
    id: string,
    key: string,
    { pageSize = 25_000 }: { pageSize?: number } = {},
  ): AsyncGenerator<Metric, void, undefined> {
    const query = { run_id: id, metric_key: key, max_results: pageSize }
    return this.service.pages(
      (token) => {
        const manner = { doing: `get metric "${key}" of run ${id}` }
        return this.service.get('metrics/get-history', { ...query, page_token: token }, manner)
      },
      (answer) => answer.list('metrics').map(readMetric),
    )
  }

  /** Says which models came of a run: MLflow 3. */
  async logOutputs(id: string, modelIds: readonly string[]): Promise<void> {
    const models = modelIds.map((modelId) => ({ model_id: modelId, step: 0 }))
    const body = { run_id: id, models }
    const tell = () =>
      this.service.post('runs/outputs', body, { doing: `name what came of run ${id}` })
    await tell().catch((error) => {
      // A server may still be at an attempt whose answer was lost, and refuses the same beside it.
      if (error instanceof MlflowError && error.mayBeDone && !error.isPassing) return tell()
      throw error
    })
  }

  private async withKey(experimentId: string, key: string): Promise<Run | undefined> {
    const filter = `tags.\`${KEY_TAG}\` = '${key.replaceAll("'", '')}'`
    const found = this.search({ experimentIds: [experimentId], filter, pageSize: 1 })
    return (await found.next()).value ?? undefined
  }
}
