import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { InvalidInputError } from '@coelho/core'
import { artifactSteps } from './names.js'

/** A file of a folder, and its name as an artifact's. */
export interface LocalFile {
  readonly steps: readonly string[]
  readonly file: string
}

/** All files below a folder, by name. A link is refused: what it leads to may be anybody's. */
export async function* filesBelow(
  folder: string,
  steps: readonly string[] = [],
): AsyncGenerator<LocalFile> {
  const entries = await readdir(join(folder, ...steps), { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const inside = [...steps, entry.name]
    const file = join(folder, ...inside)
    artifactSteps(inside.join('/'))
    if (entry.isDirectory()) yield* filesBelow(folder, inside)
    else if (entry.isFile()) yield { steps: inside, file }
    else throw new InvalidInputError('MLflow', 'a folder of artifacts must hold only files', file)
  }
}

/** Writes files below a folder, and nowhere else: links in it are not followed. */
export class FolderWriter {
  private readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async open(folder: string): Promise<FolderWriter> {
    await mkdir(folder, { recursive: true })
    return new FolderWriter(await realpath(folder))
  }

  /** Writes one whole: until its last byte there is nothing, or what was there before. */
  async write(steps: readonly string[], bytes: AsyncIterable<Uint8Array>): Promise<string> {
    const folder = await this.folderFor(steps.slice(0, -1))
    const path = join(folder, steps.at(-1)!)
    const unfinished = join(folder, `.${randomUUID()}.part`)
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants
    const file = await open(unfinished, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o666)
    try {
      for await (const part of bytes) await file.writeFile(part)
      await file.close()
      // A link of this name is replaced, not followed.
      await rename(unfinished, path)
    } catch (error) {
      await file.close().catch(() => {})
      await rm(unfinished, { force: true })
      throw error
    }
    return path
  }

  private async folderFor(steps: readonly string[]): Promise<string> {
    let folder = this.root
    for (const step of steps) {
      folder = join(folder, step)
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      const there = await lstat(folder)
      if (there.isDirectory()) continue
      throw new InvalidInputError('MLflow', 'must be a folder, and no link', folder)
    }
    // Another process may have put a link there meanwhile.
    const real = await realpath(folder)
    if (real === this.root || real.startsWith(this.root + sep)) return real
    throw new InvalidInputError('MLflow', `must be below ${this.root}`, real)
  }
}
