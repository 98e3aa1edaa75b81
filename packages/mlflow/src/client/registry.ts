import { randomUUID } from 'node:crypto'
import { EXISTS, MlflowError, unlessMissing } from '../errors.js'
import type { JsonObject, Service } from '../http/service.js'
import {
  type ModelVersion,
  pairsOf,
  type RegisteredModel,
  readRegisteredModel,
  readVersion,
  type Tags,
} from './entities.js'
import type { Search } from './experiments.js'
import { KEY_TAG } from './runs.js'

export interface NewVersion {
  /** Where its files are: below the artifacts of its run. */
  readonly source: string
  readonly runId?: string
  /** The model of MLflow 3 that it is. */
  readonly modelId?: string
  readonly description?: string
  readonly tags?: Tags
  /** As of a run: where a version of this key is there it is that one. */
  readonly key?: string
}

/** The registry: models by name, their versions, and aliases that move. */
export class Registry {
  private readonly service: Service

  /** @internal A client has one. */
  constructor(service: Service) {
    this.service = service
  }

  async create(
    name: string,
    { description, tags = {} }: { description?: string; tags?: Tags } = {},
  ): Promise<RegisteredModel> {
    const body = { name, description, tags: pairsOf(tags) }
    const manner = { doing: `register model "${name}"`, isRepeatable: false }
    return readRegisteredModel(await this.model('registered-models/create', body, manner))
  }

  /** The model of this name, which is registered if it is not. */
  async ensure(name: string, given: { description?: string; tags?: Tags } = {}): Promise<void> {
    if (await this.find(name)) return
    try {
      await this.create(name, given)
    } catch (error) {
      const isThere = error instanceof MlflowError && (error.code === EXISTS || error.mayBeDone)
      if (!isThere || !(await this.find(name))) throw error
    }
  }

  async find(name: string): Promise<RegisteredModel | undefined> {
    const manner = { doing: `find model "${name}"` }
    const asked = this.service.get('registered-models/get', { name }, manner)
    const answer = await unlessMissing(asked)
    return answer && readRegisteredModel(answer.part('registered_model'))
  }

  search(wanted: Search = {}): AsyncGenerator<RegisteredModel, void, undefined> {
    return this.pages('registered-models/search', wanted, (answer) =>
      answer.list('registered_models').map(readRegisteredModel),
    )
  }

  async describe(name: string, description: string): Promise<void> {
    await this.ask('PATCH', 'registered-models/update', { name, description }, 'describe', name)
  }

  async rename(name: string, newName: string): Promise<void> {
    const body = { name, new_name: newName }
    await this.ask('POST', 'registered-models/rename', body, 'rename', name, false)
  }

  /** With all its versions. */
  async delete(name: string): Promise<void> {
    await unlessMissing(this.ask('DELETE', 'registered-models/delete', { name }, 'delete', name))
  }

  async setTag(name: string, key: string, value: string): Promise<void> {
    await this.ask('POST', 'registered-models/set-tag', { name, key, value }, 'tag', name)
  }

  async deleteTag(name: string, key: string): Promise<void> {
    await this.ask('DELETE', 'registered-models/delete-tag', { name, key }, 'untag', name)
  }

  /** Moves an alias to a version, from whichever has it. */
  async setAlias(name: string, alias: string, version: string): Promise<void> {
    const body = { name, alias, version }
    await this.ask('POST', 'registered-models/alias', body, `give "${alias}" to`, name)
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.ask('DELETE', 'registered-models/alias', { name, alias }, 'take an alias from', name)
  }

  /** The version that an alias stands for. */
  async versionByAlias(name: string, alias: string): Promise<ModelVersion | undefined> {
    const manner = { doing: `find "${alias}" of model "${name}"` }
    const asked = this.service.get('registered-models/alias', { name, alias }, manner)
    try {
      const answer = await unlessMissing(asked)
      return answer && readVersion(answer.part('model_version'))
    } catch (error) {
      // An alias that nobody has is a wrong parameter to MLflow.
      const isNone = error instanceof MlflowError && /alias .* not found/i.test(error.text)
      if (isNone) return undefined
      throw error
    }
  }

  /** Makes a version. It is one, also where answers are lost: its key is looked for first. */
  async createVersion(name: string, wanted: NewVersion): Promise<ModelVersion> {
    const { source, runId, modelId, description, tags = {}, key } = wanted
    const there = key === undefined ? undefined : await this.withKey(name, key)
    if (there) return there
    const made = key ?? randomUUID()
    const body = {
      ...{ name, source, run_id: runId, model_id: modelId, description },
      tags: pairsOf({ ...tags, [KEY_TAG]: made }),
    }
    try {
      const manner = { doing: `make a version of model "${name}"`, isRepeatable: false }
      const answer = await this.service.post('model-versions/create', body, manner)
      return readVersion(answer.part('model_version'))
    } catch (error) {
      if (!(error instanceof MlflowError) || !error.mayBeDone) throw error
      const found = await this.withKey(name, made)
      return found ?? (await this.createVersion(name, { ...wanted, key: made }))
    }
  }

  async getVersion(name: string, version: string): Promise<ModelVersion> {
    const manner = { doing: `get version ${version} of model "${name}"` }
    const answer = await this.service.get('model-versions/get', { name, version }, manner)
    return readVersion(answer.part('model_version'))
  }

  searchVersions(wanted: Search = {}): AsyncGenerator<ModelVersion, void, undefined> {
    return this.pages('model-versions/search', wanted, (answer) =>
      answer.list('model_versions').map(readVersion),
    )
  }

  async describeVersion(name: string, version: string, description: string): Promise<void> {
    const body = { name, version, description }
    await this.ask('PATCH', 'model-versions/update', body, 'describe a version of', name)
  }

  async deleteVersion(name: string, version: string): Promise<void> {
    const body = { name, version }
    const asked = this.ask('DELETE', 'model-versions/delete', body, 'delete a version of', name)
    await unlessMissing(asked)
  }

  async setVersionTag(name: string, version: string, key: string, value: string): Promise<void> {
    const body = { name, version, key, value }
    await this.ask('POST', 'model-versions/set-tag', body, 'tag a version of', name)
  }

  async deleteVersionTag(name: string, version: string, key: string): Promise<void> {
    const body = { name, version, key }
    await this.ask('DELETE', 'model-versions/delete-tag', body, 'untag a version of', name)
  }

  /** Where the files of a version are. */
  async downloadUri(name: string, version: string): Promise<string> {
    const manner = { doing: `find the files of version ${version} of model "${name}"` }
    const query = { name, version }
    const answer = await this.service.get('model-versions/get-download-uri', query, manner)
    return answer.text('artifact_uri')
  }

  private async withKey(name: string, key: string): Promise<ModelVersion | undefined> {
    for await (const one of this.searchVersions({ filter: `name = '${quoted(name)}'` })) {
      if (one.tags[KEY_TAG] === key) return one
    }
    return undefined
  }

  private async model(path: string, body: JsonObject, manner: { doing: string }) {
    return (await this.service.post(path, body, manner)).part('registered_model')
  }

  private pages<T>(
    path: string,
    { filter, orderBy, pageSize = 1000 }: Search,
    take: (answer: Awaited<ReturnType<Service['get']>>) => readonly T[],
  ): AsyncGenerator<T, void, undefined> {
    const query = { filter, order_by: orderBy, max_results: pageSize }
    const manner = { doing: 'search the registry' }
    return this.service.pages(
      (token) => this.service.get(path, { ...query, page_token: token }, manner),
      take,
    )
  }

  private async ask(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: JsonObject,
    doing: string,
    name: string,
    isRepeatable = true,
  ): Promise<void> {
    await this.service.ask(method, path, body, { doing: `${doing} model "${name}"`, isRepeatable })
  }
}

/** MLflow's filters have no escape for the sign that ends a text. */
function quoted(name: string): string {
  return name.replaceAll("'", '')
}
