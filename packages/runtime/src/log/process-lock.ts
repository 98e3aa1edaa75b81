import { randomUUID } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'

export interface LockRules {
  /** So often it is tried while others take it too. */
  readonly attempts: number
  /** Whether what a process has is to be left to it. */
  readonly isHeldBy: (pid: number) => boolean
}

/**
 * A file that stands for a process: whoever makes it has what it is the lock of. One whose process
 * is gone is taken over.
 *
 * @example
 * import { tmpdir } from 'node:os'
 * const path = `${tmpdir()}/lock-of-an-example`
 * const rules = { attempts: 10, isHeldBy: isAlive }
 * const lock = await ProcessLock.take(path, rules)
 * const holder = await ProcessLock.take(path, rules)
 * holder === process.pid // => true
 * if (lock instanceof ProcessLock) await lock.release()
 */
export class ProcessLock {
  private readonly path: string
  private readonly text: string

  private constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /** The lock, or the process that has it; `undefined` where others take it again and again. */
  static async take(
    path: string,
    { attempts, isHeldBy }: LockRules,
  ): Promise<ProcessLock | number | undefined> {
    const text = JSON.stringify({ pid: process.pid, id: randomUUID() })
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (await create(path, text)) return new ProcessLock(path, text)
      const held = await readFile(path, 'utf8').catch(() => undefined)
      const pid = held === undefined ? undefined : pidIn(held)
      if (pid !== undefined && isHeldBy(pid)) return pid
      // Another may have taken over meanwhile: only what was read may be removed.
      if (held === (await readFile(path, 'utf8').catch(() => undefined))) {
        await unlink(path).catch(() => {})
      }
    }
    return undefined
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

/**
 * Whether there is a process of this number.
 *
 * @example
 * isAlive(process.pid) // => true
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
