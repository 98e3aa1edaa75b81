import { EXISTS, MlflowError, unlessMissing } from '../errors.js'
import type { Service } from '../http/service.js'
import { type Experiment, pairsOf, readExperiment, type Tags, type View } from './entities.js'

/** What a search for experiments, runs or models may ask for, in MLflow's own language. */
export interface Search {
  /** `tags.project = 'fraud'` */
  readonly filter?: string
  /** `['name ASC']` */
  readonly orderBy?: readonly string[]
  /** How many come at once; all come in the end. */
  readonly pageSize?: number
}

/** Experiments: groups of runs. */
export class Experiments {
  private readonly service: Service

  /** @internal A client has one. */
  constructor(service: Service) {
    this.service = service
  }

  /** Makes one, and gives its id; an error where the name is taken. */
  async create(
    name: string,
    { tags = {}, artifactLocation }: { tags?: Tags; artifactLocation?: string } = {},
  ): Promise<string> {
    const body = { name, artifact_location: artifactLocation, tags: pairsOf(tags) }
    const manner = { doing: `create experiment "${name}"`, isRepeatable: false }
    return (await this.service.post('experiments/create', body, manner)).text('experiment_id')
  }

  /** The id of the one of this name, which is made if it is not there. */
  async ensure(name: string, tags: Tags = {}): Promise<string> {
    const there = await this.find(name)
    if (there) return there.id
    try {
      return await this.create(name, { tags })
    } catch (error) {
      const isThere = error instanceof MlflowError && (error.code === EXISTS || error.mayBeDone)
      const made = isThere ? await this.find(name) : undefined
      if (made) return made.id
      throw error
    }
  }

  async get(id: string): Promise<Experiment> {
    const manner = { doing: `get experiment ${id}` }
    const answer = await this.service.get('experiments/get', { experiment_id: id }, manner)
    return readExperiment(answer.part('experiment'))
  }

  /** The one of this name, also a deleted one. */
  async find(name: string): Promise<Experiment | undefined> {
    const manner = { doing: `find experiment "${name}"` }
    const query = { experiment_name: name }
    const asked = this.service.get('experiments/get-by-name', query, manner)
    const answer = await unlessMissing(asked)
    return answer && readExperiment(answer.part('experiment'))
  }

  search(wanted: Search & { view?: View } = {}): AsyncGenerator<Experiment, void, undefined> {
    const { filter, orderBy, pageSize = 1000, view = 'ACTIVE_ONLY' } = wanted
    const body = { filter, order_by: orderBy, max_results: pageSize, view_type: view }
    return this.service.pages(
      (token) => {
        const manner = { doing: 'search experiments' }
        return this.service.post('experiments/search', { ...body, page_token: token }, manner)
      },
      (answer) => answer.list('experiments').map(readExperiment),
    )
  }

  async rename(id: string, name: string): Promise<void> {
    const manner = { doing: `rename experiment ${id}` }
    await this.service.post('experiments/update', { experiment_id: id, new_name: name }, manner)
  }

  async delete(id: string): Promise<void> {
    const manner = { doing: `delete experiment ${id}`, isRepeatable: false }
    await this.service.post('experiments/delete', { experiment_id: id }, manner)
  }

  async restore(id: string): Promise<void> {
    const manner = { doing: `restore experiment ${id}`, isRepeatable: false }
    await this.service.post('experiments/restore', { experiment_id: id }, manner)
  }

  async setTag(id: string, key: string, value: string): Promise<void> {
    const body = { experiment_id: id, key, value }
    await this.service.post('experiments/set-experiment-tag', body, {
      doing: `tag experiment ${id}`,
    })
  }
}
