import { type MlflowClientOptions, resolveAccess } from '../access/access.js'
import { Artifacts } from '../artifacts/artifacts.js'
import { MlflowError } from '../errors.js'
import { Connection, type Method } from '../http/connection.js'
import { type JsonObject, Service } from '../http/service.js'
import { Experiments } from './experiments.js'
import { LoggedModels } from './logged-models.js'
import { Registry } from './registry.js'
import { Runs } from './runs.js'

/**
 * A client of MLflow's tracking server and model registry, of release 2 or 3. Connections are kept
 * and shared; what fails for a while is tried again wherever that cannot do it twice.
 *
 * @example
 * const client = new MlflowClient({ uri: 'http://localhost:5000' })
 * client.uri // => 'http://localhost:5000'
 */
export class MlflowClient {
  readonly uri: string
  readonly experiments: Experiments
  readonly runs: Runs
  readonly artifacts: Artifacts
  readonly registry: Registry
  /** MLflow 3 only; `majorVersion` says which it is. */
  readonly loggedModels: LoggedModels
  private readonly service: Service
  private major: Promise<number> | undefined

  constructor(options: MlflowClientOptions = {}) {
    const access = resolveAccess(options)
    this.uri = access.uri
    this.service = new Service(new Connection(access))
    this.experiments = new Experiments(this.service)
    this.runs = new Runs(this.service)
    this.artifacts = new Artifacts(this.service)
    this.registry = new Registry(this.service)
    this.loggedModels = new LoggedModels(this.service)
  }

  /** `3.17.2` */
  async version(): Promise<string> {
    const wanted = { method: 'GET' as const, path: '/version', isRepeatable: true }
    const { bytes } = await this.service.connection.ask({ ...wanted, doing: 'ask for the version' })
    const text = bytes.toString('utf8').trim()
    if (/^\d+\.\d+/.test(text)) return text
    throw new MlflowError('ask for the version', 'NOT_MLFLOW', 'something else answers there', 200)
  }

  /** 2 or 3; asked once. */
  majorVersion(): Promise<number> {
    this.major ??= this.version().then((version) => Number.parseInt(version, 10))
    this.major.catch(() => (this.major = undefined))
    return this.major
  }

  /**
   * A route that has no method here: JSON in, JSON out. The path goes on after `/api/2.0/mlflow/`,
   * or is all of it where it begins with `/`. It is not tried again once it may have been done.
   */
  async call(method: Method, path: string, body?: JsonObject): Promise<unknown> {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const answer = await this.service.connection.ask({
      ...{ method, doing: `${method} ${path}`, isRepeatable: method === 'GET' },
      path: path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`,
      ...(bytes && { bytes: bytes.length, body: () => bytes }),
      headers: { 'content-type': 'application/json' },
    })
    const text = answer.bytes.toString('utf8')
    return text === '' ? {} : JSON.parse(text)
  }

  /** Ends its connections; what is under way fails. */
  async close(): Promise<void> {
    await this.service.connection.close()
  }
}
