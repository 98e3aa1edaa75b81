import type { LoggedModel, ModelVersion, Run } from '../client/entities.js'
import type { MlflowClient } from '../client/mlflow-client.js'
import { KEY_TAG } from '../client/runs.js'
import type { OpOf } from './ops.js'
import { valueIn } from './sample.js'

/** The alias of the version that is to be used. */
export const CHAMPION = 'champion'
/** What a version was worth when it was made, by the project's metric. */
export const VALUE_TAG = 'coelho.value'
export const MORE_TAG = 'coelho.more_is_better'

/** A file of this machine, and its name in the model's folder. */
export interface ModelFile {
  readonly path: string
  readonly file: string
}

/** Makes a version of some files and the champion of it, or neither where another is better. */
export async function registerVersion(
  client: MlflowClient,
  run: Run,
  op: OpOf<'version'>,
  files: readonly ModelFile[],
): Promise<void> {
  const { registry, artifacts } = client
  const { model, folder, tags } = op
  const own = `${op.run}/${folder}`
  const champion = await registry.versionByAlias(model, CHAMPION)
  if (champion && champion.tags[KEY_TAG] !== own && !isToTakeOver(op, champion)) return
  for (const { path, file } of files) await artifacts.upload(run, `${folder}/${path}`, { file })
  if ((await client.majorVersion()) >= 3) await logModel(client, run, { model, own, tags }, files)
  await registry.ensure(model)
  const wanted = { source: `${run.artifactUri}/${folder}`, runId: run.id, tags, key: own }
  const { version } = await registry.createVersion(model, wanted)
  await registry.setAlias(model, CHAMPION, version)
}

function isToTakeOver({ when, value, tags }: OpOf<'version'>, champion: ModelVersion): boolean {
  if (when !== 'unless worse') return when === 'always'
  const before = valueIn(champion.tags[VALUE_TAG])
  if (value === null || before === undefined) return before === undefined
  return tags[MORE_TAG] === 'false' ? value <= before : value >= before
}

/** MLflow 3 shows models as entities of their own; one that is named twice is made once. */
async function logModel(
  { loggedModels, runs, artifacts }: MlflowClient,
  { id, experimentId }: Run,
  { model, own, tags }: { model: string; own: string; tags: Readonly<Record<string, string>> },
  files: readonly ModelFile[],
): Promise<void> {
  let made: LoggedModel | undefined
  for await (const one of loggedModels.search([experimentId])) {
    if (one.tags[KEY_TAG] === own) made = one
  }
  const wanted = { experimentId, name: model, sourceRunId: id, tags: { ...tags, [KEY_TAG]: own } }
  made ??= await loggedModels.create(wanted)
  for (const { path, file } of files) await artifacts.upload(made, path, { file })
  await loggedModels.finish(made.id)
  await runs.logOutputs(id, [made.id])
}
