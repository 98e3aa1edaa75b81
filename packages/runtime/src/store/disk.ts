import { link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The few things a store asks of a file system; a simulated one can crash between any two. */
export interface Disk {
  makeFolder(path: string): Promise<void>
  /** The names of the files in a folder; none where there is no folder. */
  list(path: string): Promise<string[]>
  read(path: string): Promise<Uint8Array | undefined>
  has(path: string): Promise<boolean>
  /** A new file whose bytes have reached the disk when it resolves. Its name may not have. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** A second name for a file, unless that name is taken: one of several succeeds. */
  link(from: string, to: string): Promise<'created' | 'exists'>
  remove(path: string): Promise<void>
  /** The names in a folder have reached the disk when it resolves. */
  syncFolder(path: string): Promise<void>
}

/** The machine's own file system. */
export const machineDisk: Disk = {
  async makeFolder(path) {
    // Not by `recursive`: where a folder cannot be made, as in /proc, Node tries it for ever.
    const make = () => unless('EEXIST', mkdir(path))
    await make().catch(async (error) => {
      const above = dirname(path)
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === path) throw error
      await machineDisk.makeFolder(above)
      await make()
    })
  },

  async list(path) {
    const found = (await unless('ENOENT', readdir(path, { withFileTypes: true }))) ?? []
    return found.filter((entry) => entry.isFile()).map(({ name }) => name)
  },

  async read(path) {
    return await unless('ENOENT', readFile(path))
  },

  async has(path) {
    const found = await unless('ENOENT', stat(path))
    return found !== undefined
  },

  async write(path, bytes) {
    const file = await open(path, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  },

  async link(from, to) {
    const done = await unless(
      'EEXIST',
      link(from, to).then(() => 'created' as const),
    )
    return done ?? 'exists'
  },

  async remove(path) {
    await unless('ENOENT', unlink(path))
  },

  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

/** `undefined` where it failed for that one reason. */
async function unless<T>(code: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return undefined
    throw error
  }
}
