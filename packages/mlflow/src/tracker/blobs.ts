import { randomBytes } from 'node:crypto'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Op, SentFile } from './ops.js'

/** Files that wait to be sent, under names that are never used again. */
export class Blobs {
  private readonly folder: string
  private readonly sizes: Map<string, number> = new Map()
  /** Those that an operation names, and those that one is still to name. */
  private readonly used: Set<string> = new Set()
  private readonly fresh: Set<string> = new Set()

  constructor(folder: string) {
    this.folder = folder
  }

  /** Learns of what is there already. */
  async load(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      this.sizes.set(name, (await stat(this.pathOf(name))).size)
    }
  }

  /** Writes some files; an operation that names them is to follow. */
  async put(files: Readonly<Record<string, Uint8Array | string>>): Promise<SentFile[]> {
    const put = Object.entries(files).map(async ([path, content]) => {
      const bytes = Buffer.from(content as Uint8Array)
      const blob = randomBytes(32).toString('hex')
      this.sizes.set(blob, bytes.length)
      this.fresh.add(blob)
      await writeFile(this.pathOf(blob), bytes)
      return { path, blob }
    })
    return await Promise.all(put)
  }

  pathOf(blob: string): string {
    return join(this.folder, blob)
  }

  /** An operation needs its files; how large they are. */
  keep(op: Op): number {
    let bytes = 0
    for (const { blob } of filesOf(op)) {
      this.used.add(blob)
      this.fresh.delete(blob)
      bytes += this.sizes.get(blob) ?? 0
    }
    return bytes
  }

  /** An operation was done, and its files are needed no more. */
  release(op: Op): void {
    for (const { blob } of filesOf(op)) {
      this.used.delete(blob)
      this.sizes.delete(blob)
      void rm(this.pathOf(blob), { force: true }).catch(() => {})
    }
  }

  /** Removes what a process has left that ended before it could name it. */
  async sweep(): Promise<void> {
    const stray = [...this.sizes.keys()].filter(
      (one) => !this.used.has(one) && !this.fresh.has(one),
    )
    for (const name of stray) this.sizes.delete(name)
    await Promise.all(stray.map((name) => rm(this.pathOf(name), { force: true })))
  }
}

function filesOf(op: Op): readonly SentFile[] {
  return op.kind === 'files' || op.kind === 'version' ? op.files : []
}
