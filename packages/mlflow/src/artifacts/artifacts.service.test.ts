import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mlflow2 } from '#services/ask.js'
import type { Run } from '../index.js'
import { all, Bench, SERVERS } from '../servers.test-support.js'

const MIB = 1 << 20
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-artifacts-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe.each(SERVERS)('artifacts of %s', (_, ask) => {
  let bench: Bench
  let run: Run

  beforeAll(async () => {
    bench = await Bench.on(ask, { multipartBytes: 6 * MIB, partBytes: 5 * MIB })
    run = await bench.run()
  })

  afterAll(() => bench.client.close())

  it('come back as they were, whatever they are called', async () => {
    const { artifacts } = bench.client
    // MLflow 2 cannot name a file that it sends back in signs beyond Latin-1.
    const odd = bench.server.major === 2 ? 'with space/é.json' : 'with space/é 漢字 🐇.json'
    const names = ['a.txt', 'deep/er/b.bin', odd, 'plus+and=&@!.txt', '100%.txt']
    for (const [i, name] of names.entries()) await artifacts.upload(run, name, `text ${i}`)
    await artifacts.upload(run, 'a.txt', 'again')
    await artifacts.upload(run, 'empty', new Uint8Array(0))
    const texts = await Promise.all(names.map((name) => artifacts.read(run, name)))
    expect(texts.map(String)).toEqual(['again', 'text 1', 'text 2', 'text 3', 'text 4'])
    expect(await artifacts.read(run, 'empty')).toHaveLength(0)
    const found = await all(artifacts.walk(run))
    expect(found.map(({ path }) => path).sort()).toEqual([...names, 'empty'].sort())
    expect(found.find(({ path }) => path === 'a.txt')).toMatchObject({ bytes: 5 })
    const [first] = await all(artifacts.list(run, 'deep'))
    expect(first).toEqual({ path: 'deep/er', isFolder: true, bytes: undefined })
    expect(await all(artifacts.list(run, 'nothing'))).toEqual([])
  })

  it('that are large are sent in parts, or as one where the server has no parts', async () => {
    const { artifacts } = bench.client
    const bytes = randomBytes(13 * MIB + 7)
    await artifacts.upload(run, 'large/held.bin', bytes)
    expect(Buffer.compare(await artifacts.read(run, 'large/held.bin'), bytes)).toBe(0)
    const file = join(folder, 'large.bin')
    await writeFile(file, bytes)
    await artifacts.upload(run, 'large/file.bin', { file })
    const hash = createHash('sha256')
    for await (const part of await artifacts.open(run, 'large/file.bin')) hash.update(part)
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
    await expect(artifacts.read(run, 'large/file.bin', MIB)).rejects.toThrow('bytes came')
  })

  it('go up and down as folders', async () => {
    const { artifacts } = bench.client
    const local = join(folder, `up-${bench.name}`)
    await mkdir(join(local, 'in/side'), { recursive: true })
    await writeFile(join(local, 'one.txt'), '1')
    await writeFile(join(local, 'in/side/two.txt'), '2')
    await artifacts.uploadFolder(run, local, 'folder')
    const down = join(folder, `down-${bench.name}`)
    const files = await artifacts.download(run, 'folder', down)
    expect(files.map((file) => file.slice(down.length)).sort()).toEqual([
      '/folder/in/side/two.txt',
      '/folder/one.txt',
    ])
    expect(await readFile(join(down, 'folder/in/side/two.txt'), 'utf8')).toBe('2')
    expect(await artifacts.download(run, 'folder/one.txt', down)).toEqual([
      join(down, 'folder/one.txt'),
    ])
    await expect(artifacts.download(run, 'no/such', down)).rejects.toMatchObject({ status: 404 })
  })

  it('that are links are neither sent nor written through', async () => {
    const { artifacts } = bench.client
    const local = join(folder, `links-${bench.name}`)
    const outside = join(folder, `outside-${bench.name}`)
    await mkdir(local)
    await mkdir(outside)
    await writeFile(join(outside, 'secret.txt'), 'secret')
    await symlink(join(outside, 'secret.txt'), join(local, 'link.txt'))
    await expect(artifacts.uploadFolder(run, local, 'links')).rejects.toThrow(
      'must hold only files',
    )
    await artifacts.upload(run, 'aimed/link.txt', 'new')
    await mkdir(join(local, 'aimed'))
    await symlink(join(outside, 'secret.txt'), join(local, 'aimed/link.txt'))
    await artifacts.download(run, 'aimed', local)
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
    expect(await readFile(join(local, 'aimed/link.txt'), 'utf8')).toBe('new')
    await rm(join(local, 'aimed'), { recursive: true })
    await symlink(outside, join(local, 'aimed'))
    await expect(artifacts.download(run, 'aimed', local)).rejects.toThrow('must be a folder')
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
  })

  it('can be removed, also twice', async () => {
    const { artifacts } = bench.client
    await artifacts.upload(run, 'gone.txt', '1')
    await artifacts.remove(run, 'gone.txt')
    await artifacts.remove(run, 'gone.txt')
    await expect(artifacts.read(run, 'gone.txt')).rejects.toMatchObject({ status: 404 })
  })
})

describe('a server that takes parts', () => {
  it('is sent parts', async () => {
    const bench = await Bench.on(mlflow2, { multipartBytes: 6 * MIB, partBytes: 5 * MIB })
    const run = await bench.run()
    const file = join(folder, 'parts.bin')
    const stream = createWriteStream(file)
    const bytes = randomBytes(11 * MIB)
    await new Promise((resolve) => stream.end(bytes, () => resolve(undefined)))
    await bench.client.artifacts.upload(run, 'parts.bin', { file })
    const tag = await etagOf(bench, run)
    // What S3 calls an object of three parts.
    expect(tag).toMatch(/^"[0-9a-f]{32}-3"$/)
    await bench.client.close()
  })
})

async function etagOf(bench: Bench, run: Run): Promise<string | undefined> {
  const { minio } = await import('#services/ask.js')
  const { bucket, endpoint, region, ...keys } = await minio()
  const { HeadObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client({ endpoint, region, credentials: keys, forcePathStyle: true })
  const Key = `mlflow/${bench.experimentId}/${run.id}/artifacts/parts.bin`
  return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))).ETag
}
