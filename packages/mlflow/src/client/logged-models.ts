import type { Service } from '../http/service.js'
import { type LoggedModel, pairsOf, readLoggedModel, type Tags } from './entities.js'

export interface NewLoggedModel {
  readonly experimentId: string
  readonly name: string
  readonly sourceRunId?: string
  readonly modelType?: string
  readonly tags?: Tags
  readonly params?: Tags
}

/** Models as entities of their own, each with its files: MLflow 3. */
export class LoggedModels {
  private readonly service: Service

  /** @internal A client has one. */
  constructor(service: Service) {
    this.service = service
  }

  /** Makes one that is still to get its files; `finish` says that they are there. */
  async create(wanted: NewLoggedModel): Promise<LoggedModel> {
    const { experimentId, name, sourceRunId, modelType, tags = {}, params = {} } = wanted
    const body = {
      ...{ experiment_id: experimentId, name, source_run_id: sourceRunId, model_type: modelType },
      ...{ tags: pairsOf(tags), params: pairsOf(params) },
    }
    const manner = { doing: `log model "${name}"`, isRepeatable: false }
    return readLoggedModel((await this.service.post('logged-models', body, manner)).part('model'))
  }

  async get(id: string): Promise<LoggedModel> {
    const path = `logged-models/${encodeURIComponent(id)}`
    const answer = await this.service.get(path, {}, { doing: `get model ${id}` })
    return readLoggedModel(answer.part('model'))
  }

  /** A new one is pending; only one that is ready is shown as a model. */
  async finish(id: string, status: 'READY' | 'UPLOAD_FAILED' = 'READY'): Promise<LoggedModel> {
    const path = `logged-models/${encodeURIComponent(id)}`
    const body = { model_id: id, status: `LOGGED_MODEL_${status}` }
    const answer = await this.service.ask('PATCH', path, body, { doing: `finish model ${id}` })
    return readLoggedModel(answer.part('model'))
  }

  search(experimentIds: readonly string[], filter?: string): AsyncGenerator<LoggedModel> {
    const body = { experiment_ids: experimentIds, filter, max_results: 50 }
    const manner = { doing: 'search models' }
    return this.service.pages(
      (token) => this.service.post('logged-models/search', { ...body, page_token: token }, manner),
      (answer) => answer.list('models').map(readLoggedModel),
    )
  }

  async setTags(id: string, tags: Tags): Promise<void> {
    const path = `logged-models/${encodeURIComponent(id)}/tags`
    const body = { model_id: id, tags: pairsOf(tags) }
    await this.service.ask('PATCH', path, body, { doing: `tag model ${id}` })
  }

  async delete(id: string): Promise<void> {
    const path = `logged-models/${encodeURIComponent(id)}`
    await this.service.ask('DELETE', path, undefined, { doing: `delete model ${id}` })
  }
}
