import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { StoreError } from '../errors.js'
import { type Disk, machineDisk } from './disk.js'
import { type Created, checkKey, type Objects } from './objects.js'

/** Names that are being written; no key ends like this, since keys are made of safe names. */
const UNFINISHED = '~'

/** What to do about errors of a disk. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that there',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'this user has no more room',
  EPERM: 'a disk is needed that knows hard links',
  ENOTSUP: 'a disk is needed that knows hard links',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk fails',
}

/**
 * Objects as files below a folder. An object is written under a name of its own, brought to the
 * disk, and only then linked to its key, which is the step that one of several writers wins.
 *
 * @example
 * import { mkdtemp } from 'node:fs/promises'
 * const store = new FileObjects(await mkdtemp('/tmp/checkpoints-'))
 * await store.create('fraud/gen/1', new Uint8Array([1])) // => 'created'
 */
export class FileObjects implements Objects {
  readonly url: string
  private readonly root: string
  private readonly disk: Disk
  private readonly known: Set<string> = new Set()

  constructor(root: string, disk: Disk = machineDisk) {
    this.url = `file:${root}`
    this.root = root
    this.disk = disk
  }

  read(key: string): Promise<Uint8Array | undefined> {
    return this.attempt('read', key, (path) => this.disk.read(path))
  }

  create(key: string, bytes: Uint8Array): Promise<Created> {
    return this.attempt('write', key, async (path) => {
      const folder = dirname(path)
      await this.ensure(folder)
      if (await this.disk.has(path)) {
        // Whoever linked it may not have come as far as this.
        await this.disk.syncFolder(folder)
        return 'exists'
      }
      const unfinished = `${path}.${randomUUID()}${UNFINISHED}`
      try {
        await this.disk.write(unfinished, bytes)
        const outcome = await this.disk.link(unfinished, path)
        await this.disk.syncFolder(folder)
        return outcome
      } finally {
        await this.disk.remove(unfinished).catch(() => {})
      }
    })
  }

  list(folder: string): Promise<string[]> {
    return this.attempt('list', folder, async (path) => {
      const names = await this.disk.list(path)
      return names.filter((name) => !name.endsWith(UNFINISHED))
    })
  }

  remove(key: string): Promise<void> {
    return this.attempt('remove', key, (path) => this.disk.remove(path))
  }

  /** A folder is there for good only when the folder above knows it, too. */
  private async ensure(folder: string): Promise<void> {
    if (this.known.has(folder)) return
    await this.disk.makeFolder(folder)
    for (let at = folder; at.length > this.root.length; at = dirname(at)) {
      await this.disk.syncFolder(dirname(at))
    }
    this.known.add(folder)
  }

  private async attempt<T>(
    doing: string,
    key: string,
    work: (path: string) => Promise<T>,
  ): Promise<T> {
    const path = join(this.root, checkKey(key))
    try {
      return await work(path)
    } catch (error) {
      const { code = 'error', message } = error as NodeJS.ErrnoException
      const why = Object.hasOwn(ADVICE, code) ? `${code}: ${ADVICE[code]}` : message
      throw new StoreError(this.url, `could not ${doing} ${key} (${why})`)
    }
  }
}
