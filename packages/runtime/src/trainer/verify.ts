import type { Checkpoints } from '../checkpoint/checkpoints.js'
import { blobKey } from '../checkpoint/keys.js'
import { sha256 } from '../checkpoint/manifest.js'
import { CorruptCheckpointError } from '../errors.js'
import { Learning } from '../learning/learning.js'
import type { ReadableLog } from '../log/readable-log.js'
import type { AnyProject } from '../project/project.js'

/** What a replay of a checkpoint's events gave. */
export interface Verified {
  readonly generation: number
  /** Events that were learned again. */
  readonly replayed: number
  /** SHA-256 of what the replay gave; the same as the checkpoint's if `isSame`. */
  readonly sha256: string
  readonly isSame: boolean
}

/**
 * Learns a checkpoint's events again, from the snapshot that its order goes on from, and compares
 * what comes out, to the last bit. Needs the log to have those events still.
 */
export async function verify(
  project: AnyProject,
  checkpoints: Checkpoints,
  log: ReadableLog,
): Promise<Verified> {
  const newest = await checkpoints.newest()
  if (!newest) throw new CorruptCheckpointError(checkpoints.objects.url, 'has no checkpoint yet')
  const { manifest } = newest
  const base = await checkpoints.objects.read(blobKey(checkpoints.project, manifest.base.sha256))
  if (!base) {
    throw new CorruptCheckpointError(checkpoints.objects.url, 'the snapshot to start from is gone')
  }
  const learning = Learning.load(base, project.options.learners)
  let replayed = 0
  for (const [index, from, next] of manifest.order) {
    const { partition } = manifest.positions[index]!
    replayed += await replayRun(learning, project, log, partition, from, next)
  }
  const hash = sha256(learning.save())
  const isSame = hash === manifest.blob.sha256
  return { generation: manifest.generation, replayed, sha256: hash, isSame }
}

async function replayRun(
  learning: Learning,
  project: AnyProject,
  log: ReadableLog,
  partition: string,
  from: number,
  next: number,
): Promise<number> {
  let count = 0
  for (let at = from; at < next; ) {
    const batch = await log.read(partition, at)
    if (!batch) throw new CorruptCheckpointError(log.name, `events ${at} to ${next} are not there`)
    for (const { offset, value, time } of batch.records) {
      if (offset >= next) break
      learning.take(project.parse(value, time), project)
      count++
    }
    at = batch.next
  }
  return count
}
