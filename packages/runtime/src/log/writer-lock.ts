import { randomUUID } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceError } from '../errors.js'

/** That one process only writes to a log. A lock whose process is gone is taken over. */
export class WriterLock {
  private readonly path: string
  private readonly text: string

  private constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  static async take(folder: string): Promise<WriterLock> {
    const path = join(folder, 'writer.lock')
    const text = JSON.stringify({ pid: process.pid, id: randomUUID() })
    for (let attempt = 0; attempt < 10; attempt++) {
      if (await create(path, text)) return new WriterLock(path, text)
      const held = await readFile(path, 'utf8').catch(() => undefined)
      const pid = held === undefined ? undefined : pidIn(held)
      if (pid !== undefined && isAlive(pid)) {
        const expected = `is being written by process ${pid}: a log has one writer`
        throw new SourceError(`log:${folder}`, expected)
      }
      // Another may have taken over meanwhile: only what was read may be removed.
      if (held === (await readFile(path, 'utf8').catch(() => undefined))) {
        await unlink(path).catch(() => {})
      }
    }
    throw new SourceError(`log:${folder}`, 'others take it for writing again and again')
  }

  async release(): Promise<void> {
    if ((await readFile(this.path, 'utf8').catch(() => '')) === this.text) await unlink(this.path)
  }
}

async function create(path: string, text: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`
  await writeFile(own, text)
  try {
    await link(own, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(own)
  }
}

function pidIn(text: string): number | undefined {
  try {
    const { pid } = JSON.parse(text)
    return Number.isSafeInteger(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
