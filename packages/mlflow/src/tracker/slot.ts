import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The most processes of this machine that track one project at once. */
const MOST = 100

/** Slots of this process, by their folders. */
const held: Set<string> = /* @__PURE__ */ new Set()

/**
 * A folder that belongs to one process for as long as that lives. The first that nobody has is
 * taken: after a crash the next process goes on with what the last one has left there.
 */
export class Slot {
  readonly folder: string
  private readonly text: string

  private constructor(folder: string, text: string) {
    this.folder = folder
    this.text = text
  }

  static async take(root: string): Promise<Slot> {
    for (let number = 1; number <= MOST; number++) {
      const slot = await Slot.at(join(root, String(number)))
      if (slot) return slot
    }
    throw new Error(`${MOST} processes track this project already: ${root}`)
  }

  /** Slots that somebody has left who is gone. */
  static async *abandoned(root: string): AsyncGenerator<Slot> {
    const names = await readdir(root).catch(() => [])
    for (const name of names.filter((one) => /^\d{1,3}$/.test(one))) {
      const slot = await Slot.at(join(root, name))
      if (slot) yield slot
    }
  }

  private static async at(folder: string): Promise<Slot | undefined> {
    if (held.has(folder)) return undefined
    held.add(folder)
    const text = JSON.stringify({ pid: process.pid, id: randomUUID() })
    await mkdir(folder, { recursive: true })
    if (await lock(join(folder, 'lock'), text)) return new Slot(folder, text)
    held.delete(folder)
    return undefined
  }

  async release(): Promise<void> {
    const path = join(this.folder, 'lock')
    if ((await readFile(path, 'utf8').catch(() => '')) === this.text) await unlink(path)
    held.delete(this.folder)
  }
}

async function lock(path: string, text: string): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(path, text)) return true
    const found = await readFile(path, 'utf8').catch(() => undefined)
    if (found !== undefined && isAlive(pidIn(found))) return false
    // Another may have taken it meanwhile: only what was read may be removed.
    if (found === (await readFile(path, 'utf8').catch(() => undefined))) {
      await unlink(path).catch(() => {})
    }
  }
  return false
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

function pidIn(text: string): number {
  try {
    return Number((JSON.parse(text) as { pid?: unknown }).pid)
  } catch {
    return Number.NaN
  }
}

/** This process' own number stands for one before it that had the same: containers begin anew. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
