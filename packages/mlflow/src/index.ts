export type { MlflowClientOptions } from './access/access.js'
export { Artifacts, type Owner } from './artifacts/artifacts.js'
export type { ArtifactBody } from './artifacts/body.js'
export { artifactSteps } from './artifacts/names.js'
export type { Download } from './artifacts/place.js'
export type { Batch } from './client/batch.js'
export type {
  Experiment,
  FileInfo,
  Lifecycle,
  LoggedModel,
  Metric,
  ModelVersion,
  RegisteredModel,
  Run,
  RunStatus,
  Tags,
  View,
} from './client/entities.js'
export { Experiments, type Search } from './client/experiments.js'
export { LoggedModels, type NewLoggedModel } from './client/logged-models.js'
export { MlflowClient } from './client/mlflow-client.js'
export { plainName, safeName } from './client/names.js'
export { type NewVersion, Registry } from './client/registry.js'
export { type NewRun, type RunSearch, Runs } from './client/runs.js'
export { MlflowError } from './errors.js'
export type { Method } from './http/connection.js'
export type { Json, JsonObject } from './http/service.js'
export { type LoadedModel, loadLearning, loadModel, type ModelOptions } from './model/load-model.js'
export type { TrackerOptions } from './tracker/options.js'
export { type SeedOptions, seedStore } from './tracker/resume.js'
export { Tracker, type TrackerHooks, type TrackerState, track } from './tracker/tracker.js'
