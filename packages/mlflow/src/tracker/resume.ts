import {
  type AnyProject,
  Checkpoints,
  Claim,
  isMoreBetterBy,
  Learning,
  type Objects,
} from '@coelho/runtime'
import type { Run } from '../client/entities.js'
import type { MlflowClient } from '../client/mlflow-client.js'
import { safeName } from '../client/names.js'
import { KEY_TAG } from '../client/runs.js'
import { MlflowError } from '../errors.js'
import { SNAPSHOT } from '../model/files.js'
import type { OpOf } from './ops.js'

/** MLflow 3 shows it among what is trained; what has no kind it takes for prompts and agents. */
const KIND = { 'mlflow.experimentKind': 'custom_model_development' }

/** What the best run is looked for by. */
export interface Contest {
  readonly experimentId: string
  readonly project: string
  readonly bestBy: string
  readonly isMoreBetter: boolean
}

/** A project's best run by its metric: one that is not deleted, and has a value. */
export async function bestRun(
  { runs }: MlflowClient,
  { experimentId, project, bestBy, isMoreBetter }: Contest,
  isWanted: (run: Run) => boolean = () => true,
): Promise<Run | undefined> {
  const key = safeName(bestBy)
  const wanted = {
    experimentIds: [experimentId],
    filter: `tags.project = '${project}'`,
    orderBy: [`metrics.\`${key}\` ${isMoreBetter ? 'DESC' : 'ASC'}`, 'attributes.start_time ASC'],
    pageSize: 20,
  }
  for await (const run of runs.search(wanted)) {
    // Runs without a value, and those of NaN, come last.
    const value = run.metrics[key]?.value
    if (value === undefined || Number.isNaN(value)) return undefined
    if (isWanted(run)) return run
  }
  return undefined
}

/** Makes the run of an operation if it is not there, and says what it goes on from. */
export async function beginRun(
  client: MlflowClient,
  begin: OpOf<'begin'>,
  onProblem: (text: string) => void,
): Promise<Run> {
  const { run: key, project, name, startTime, params, bestBy } = begin
  const experimentId = await client.experiments.ensure(begin.experiment, KIND)
  const contest = { experimentId, project, bestBy, isMoreBetter: begin.isMoreBetter }
  const best = await bestRun(client, contest, ({ tags }) => tags[KEY_TAG] !== key)
  const tags = {
    ...begin.tags,
    ...(best ? continuation(best, bestBy) : { training_mode: 'fresh' }),
  }
  const run = await client.runs.create({ experimentId, name, startTime, tags, key })
  try {
    await client.runs.logParams(run.id, params)
  } catch (error) {
    // Another value of one is no reason to have no run.
    if (!(error instanceof MlflowError) || error.isPassing) throw error
    onProblem(error.message)
  }
  return run
}

function continuation({ id, metrics }: Run, bestBy: string): Record<string, string> {
  const key = safeName(bestBy)
  return {
    training_mode: 'continued',
    continued_from_run: id,
    [`baseline_${key}`]: String(metrics[key]!.value),
  }
}

export interface SeedOptions {
  readonly store: Objects
  /** The project's name unless told, as for `track`. */
  readonly experiment?: string
}

/**
 * Puts the snapshot of a project's best run into a store that has none of the project, so that
 * training goes on from it; events are then read from where the source begins. The run, or
 * `undefined` where nothing was done: the store has a past already, or there is no run.
 */
export async function seedStore(
  project: AnyProject,
  client: MlflowClient,
  { store, experiment = project.name }: SeedOptions,
): Promise<Run | undefined> {
  const checkpoints = new Checkpoints(store, project.name)
  if ((await checkpoints.generations()).length > 0) return undefined
  const found = await client.experiments.find(experiment)
  if (!found) return undefined
  const { options, name } = project
  const contest = {
    ...{ experimentId: found.id, project: name, bestBy: options.bestBy },
    isMoreBetter: isMoreBetterBy(options.metric(), options.bestBy),
  }
  const run = await bestRun(client, contest, ({ tags }) => tags['coelho.snapshot'] !== undefined)
  if (!run) return undefined
  const snapshot = await client.artifacts.read(run, `model/${SNAPSHOT}`)
  Learning.load(snapshot, options.learners) // an error of it is to come before anything is written
  const writer = `seed-${process.pid}-${crypto.randomUUID()}`
  await Claim.take(checkpoints, { writer, fresh: () => snapshot })
  return run
}
