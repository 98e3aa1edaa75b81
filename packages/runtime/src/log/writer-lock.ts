import { join } from 'node:path'
import { SourceError } from '../errors.js'
import { isAlive, ProcessLock } from './process-lock.js'

/** That one process only writes to a log. A lock whose process is gone is taken over. */
export async function takeWriterLock(folder: string): Promise<ProcessLock> {
  const rules = { attempts: 10, isHeldBy: isAlive }
  const taken = await ProcessLock.take(join(folder, 'writer.lock'), rules)
  if (taken instanceof ProcessLock) return taken
  const expected =
    taken === undefined
      ? 'others take it for writing again and again'
      : `is being written by process ${taken}: a log has one writer`
  throw new SourceError(`log:${folder}`, expected)
}
