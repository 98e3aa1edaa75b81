export { Attempts, MS_PER_BYTE, type Pauses } from './attempts.js'
export { type Checkpoint, Checkpoints, type Seen, type Skipped } from './checkpoint/checkpoints.js'
export { Claim, type ClaimOptions, type Progress } from './checkpoint/claim.js'
export { HeldCheckpoints } from './checkpoint/held-checkpoints.js'
export { type Manifest, type OrderRun, type Position, sha256 } from './checkpoint/manifest.js'
export { type Revision, Revisions } from './checkpoint/revisions.js'
export {
  CorruptCheckpointError,
  DataLimitError,
  type ExitCode,
  exitCodes,
  FencedError,
  OffsetError,
  RuntimeError,
  SourceError,
  StoreError,
} from './errors.js'
export { isCount } from './is-count.js'
export { isRecord } from './is-record.js'
export { inLanes } from './lanes.js'
export { Contestant } from './learning/contestant.js'
export { Evidence } from './learning/evidence.js'
export { History } from './learning/history.js'
export {
  type Codes,
  type Confusion,
  classReportOf,
  confusionOf,
  encoderCodes,
} from './learning/insight.js'
export { type Counts, Learning, type Outcome } from './learning/learning.js'
export type { DriftNote, LearningEvent, Takeover } from './learning/learning-event.js'
export type { Loss } from './learning/loss.js'
export { isMoreBetter, isMoreBetterBy, metricValues } from './learning/metric-traits.js'
export { type Lesson, ReplayWindow } from './learning/replay-window.js'
export { Waiting, type WaitingEvent } from './learning/waiting.js'
export { Watch, type Watched } from './learning/watch.js'
export { EventLog, type EventLogOptions } from './log/event-log.js'
export { MemoryLog } from './log/memory-log.js'
export type { LogFacts } from './log/partitions.js'
export { isAlive, type LockRules, ProcessLock } from './log/process-lock.js'
export { type NewRecord, type Placed, type ReadableLog, rangesOf } from './log/readable-log.js'
export type { DriftOptions, MakeDetector } from './project/drift-options.js'
export type { Policy } from './project/policy.js'
export {
  type AnyProject,
  type DeadEvent,
  defineProject,
  type LateLabel,
  type Parsed,
  Project,
  type UsableEvent,
} from './project/project.js'
export type {
  LaterLabels,
  Model,
  ProjectLearners,
  ProjectOptions,
} from './project/project-options.js'
export type { PromotionOptions } from './project/promotion-options.js'
export { fromEnv, fromFile, Secret } from './secret.js'
export type {
  Batch,
  EventSource,
  Feed,
  LogRecord,
  PartitionRange,
  Sharding,
  SourceEvent,
} from './source/event-source.js'
export { LogSource } from './source/log-source.js'
export type { Disk } from './store/disk.js'
export { FileObjects } from './store/file-objects.js'
export { MemoryObjects } from './store/memory-objects.js'
export type { Created, Objects } from './store/objects.js'
export { openStore } from './store/open-store.js'
export { type Clock, processClock } from './trainer/clock.js'
export type { OnGap } from './trainer/ledger.js'
export type { DeadLetter, Outlet, Prediction } from './trainer/outlets.js'
export { type Shard, Trained, train } from './trainer/trainer.js'
export { TrainerControl } from './trainer/trainer-control.js'
export type { Sampling, TrainerOptions } from './trainer/trainer-options.js'
export { type Verified, verify } from './trainer/verify.js'
