import { InvalidInputError } from '@coelho/core'
import { Learning, type Model, type ProjectLearners, sha256 } from '@coelho/runtime'
import type { MlflowClientOptions } from '../access/access.js'
import type { ModelVersion } from '../client/entities.js'
import { MlflowClient } from '../client/mlflow-client.js'
import { MISSING, MlflowError } from '../errors.js'
import { SNAPSHOT } from './files.js'
import { type ModelAddress, parseModelUri } from './model-uri.js'

/** No model is larger than this; what is, is none. */
const MOST_BYTES = 2 ** 31

export interface ModelOptions {
  /** Classes and functions that the project names in its own option `learners`. */
  readonly learners?: ProjectLearners | null
}

/** What was loaded, and the version that it is; none where it is a run's. */
export interface LoadedModel {
  readonly learning: Learning
  readonly version: ModelVersion | undefined
}

/**
 * The champion of a registered model, by its version or its alias: `models:/fraud@champion`,
 * `models:/fraud/3`; or of a run: `runs:/<id>/model`. Who one is to the server is told as for
 * `MlflowClient`.
 *
 * @example
 * const champion = () => loadModel('models:/fraud@champion', { uri: 'http://localhost:5000' })
 * const wrong = await loadModel('models:/fraud').catch((error) => error)
 * wrong.name // => 'InvalidInputError'
 */
export async function loadModel(
  uri: string,
  client: MlflowClient | MlflowClientOptions = {},
  options: ModelOptions = {},
): Promise<Model> {
  return (await loadLearning(uri, client, options)).learning.leader.model
}

/** The same with all that the project had learned then: metrics, challengers, drifts. */
export async function loadLearning(
  uri: string,
  client: MlflowClient | MlflowClientOptions = {},
  options: ModelOptions = {},
): Promise<LoadedModel> {
  const address = parseModelUri(uri)
  const own = client instanceof MlflowClient ? undefined : new MlflowClient(client)
  try {
    return await load(uri, address, own ?? (client as MlflowClient), options)
  } finally {
    await own?.close()
  }
}

async function load(
  uri: string,
  address: ModelAddress,
  client: MlflowClient,
  { learners = null }: ModelOptions,
): Promise<LoadedModel> {
  const version = await versionAt(uri, address, client)
  const source = version ? await client.registry.downloadUri(version.name, version.version) : uri
  const bytes = await readSnapshot(client, source)
  const wanted = version?.tags['coelho.sha256']
  if (wanted !== undefined && wanted !== sha256(bytes)) {
    throw new InvalidInputError('loadModel', `${uri} is not what was registered: it was changed`)
  }
  return { learning: Learning.load(bytes, learners), version }
}

async function versionAt(
  uri: string,
  address: ModelAddress,
  { registry }: MlflowClient,
): Promise<ModelVersion | undefined> {
  if (address.kind === 'run') return undefined
  const { name } = address
  if (address.kind === 'version') return await registry.getVersion(name, address.version)
  const version = await registry.versionByAlias(name, address.alias)
  if (version) return version
  const text = `no version of it has the alias "${address.alias}"`
  throw new MlflowError(`load ${uri}`, MISSING, text, 404)
}

/** A source is a place of artifacts, or a run's that is still to be asked for its place. */
async function readSnapshot(client: MlflowClient, source: string): Promise<Uint8Array> {
  const { artifacts, runs } = client
  if (!source.startsWith('runs:/')) return await artifacts.read(source, SNAPSHOT, MOST_BYTES)
  const address = parseModelUri(source)
  if (address.kind !== 'run') throw new InvalidInputError('loadModel', 'must be a run', source)
  return await artifacts.read(
    await runs.get(address.runId),
    `${address.path}/${SNAPSHOT}`,
    MOST_BYTES,
  )
}
