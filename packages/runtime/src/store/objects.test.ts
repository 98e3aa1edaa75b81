import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FileObjects } from './file-objects.js'
import { MemoryObjects } from './memory-objects.js'
import { keepsThePromisesOfObjects } from './objects.test-support.js'

const folders: string[] = []

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'coelho-objects-'))
  folders.push(made)
  return made
}

afterAll(async () => {
  for (const made of folders) await rm(made, { recursive: true })
})

describe('objects in memory', () => {
  keepsThePromisesOfObjects(async () => new MemoryObjects())
})

describe('objects in files', () => {
  keepsThePromisesOfObjects(async () => new FileObjects(await folder()))

  it('leave nothing unfinished behind', async () => {
    const root = await folder()
    const objects = new FileObjects(root)
    await objects.create('p/a', new Uint8Array(10))
    await objects.create('p/a', new Uint8Array(10))
    expect(await readdir(join(root, 'p'))).toEqual(['a'])
  })

  it('make the folders above them, or say that they cannot', async () => {
    const root = join(await folder(), 'not', 'there', 'yet')
    expect(await new FileObjects(root).create('p/a', new Uint8Array(1))).toBe('created')
    const nowhere = new FileObjects('/proc/x')
    await expect(nowhere.create('p/a', new Uint8Array(1))).rejects.toThrow(
      /^file:\/proc\/x: could not write p\/a \(E[A-Z]+: .*\)\.$/,
    )
  }, 5000)

  it('say which file could not be written, and why', async () => {
    const file = join(await folder(), 'file')
    await writeFile(file, '')
    const objects = new FileObjects(file)
    await expect(objects.create('p/a', new Uint8Array(1))).rejects.toThrow(
      `file:${file}: could not write p/a (ENOTDIR: a part of the path is a file).`,
    )
  })
})
