import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidOptionError } from '@coelho/core'
import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StoreError } from '../errors.js'
import { FileObjects } from './file-objects.js'
import { MemoryObjects } from './memory-objects.js'
import { openStore } from './open-store.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const endpoint = encodeURIComponent('http://127.0.0.1:9000')

describe('a store', () => {
  it('in memory is memory:', async () => {
    expect(await openStore('memory:')).toBeInstanceOf(MemoryObjects)
    await expect(openStore('memory:a')).rejects.toThrow('memory: has nothing after it')
  })

  it.each([
    ['checkpoints', resolve('checkpoints')],
    ['./a:b/c', resolve('a:b/c')],
    ['../up', resolve('../up')],
    ['/var/models', '/var/models'],
    ['file:checkpoints', resolve('checkpoints')],
    ['file:/var/models', '/var/models'],
    ['file:///var/my%20models', '/var/my models'],
    ['FILE:///var/models', '/var/models'],
  ])('in files is a path or file: %s', async (address, folder) => {
    const store = await openStore(address)
    expect(store).toBeInstanceOf(FileObjects)
    expect(store.url).toBe(`file:${folder}`)
  })

  it.each([
    ['s3://models', 's3://models'],
    ['s3://models/', 's3://models'],
    ['s3://models/prod/eu', 's3://models/prod/eu'],
    [`s3://models/prod/?endpoint=${endpoint}&region=eu-central-1`, 's3://models/prod'],
    ['s3://models?region=eu-central-1&pathStyle=false', 's3://models'],
  ])('in a bucket is s3: %s', async (address, url) => {
    const store = await openStore(address)
    expect(store.url).toBe(url)
    expect(store.constructor.name).toBe('S3Objects')
  })

  it.each([
    ['', 'must be memory:, a path, file: or s3://bucket'],
    ['http://somewhere/a', 'must be memory:, a path, file: or s3://bucket'],
    ['redis:a', 'a path with ":" begins with ./'],
    ['file:', 'must be a file: URL of this machine'],
    ['file://elsewhere/a', 'must be a file: URL of this machine'],
    ['file:///a%00b', 'must be a file: URL of this machine'],
    ['a\0b', 'must have no null character'],
    ['s3:models', 'must be s3://bucket/prefix'],
    ['s3://', 'must be 3 to 63 small letters'],
    ['s3://UPPER', 'must be 3 to 63 small letters'],
    ['s3://models/../other', 'option "prefix" must be names'],
    ['s3://models//a', 'option "prefix" must be names'],
    ['s3://models/a%2e%2e', 'option "prefix" must be names'],
    ['s3://models?bucket=other', 'takes endpoint, region, pathStyle after its "?", each once'],
    ['s3://models?region=a-b-1&region=c-d-2', 'each once'],
    ['s3://models?pathStyle=yes', 'takes pathStyle=true or pathStyle=false'],
    [
      's3://models?endpoint=ftp%3A%2F%2Fhost',
      'option "endpoint" must be a URL as https://host:port',
    ],
    ['s3://models?endpoint=http%3A%2F%2Fhost%2Fpath', 'option "endpoint" must be a URL'],
    ['s3://models?region=a%20b', 'option "region" must be small letters'],
    ['s3://models#part', 'must be s3://bucket/prefix'],
  ])('is refused where its address is not clear: %j', async (address, expected) => {
    const opened = openStore(address)
    await expect(opened).rejects.toThrow(InvalidOptionError)
    await expect(opened).rejects.toThrow(expected)
  })

  it.each([
    's3://AKIAEXAMPLE:s3cr3t@models/a',
    's3://models?secretAccessKey=s3cr3t',
    `s3://models?endpoint=${encodeURIComponent('https://me:s3cr3t@host')}`,
    's3://models/s3cr3t!',
  ])('that was given a secret where none belongs does not repeat it: %s', async (address) => {
    const error: Error = await openStore(address).catch((error) => error)
    expect(error).toBeInstanceOf(InvalidOptionError)
    expect(JSON.stringify([error.message, error])).not.toContain('s3cr3t')
  })

  it('in a bucket says what it needs where the SDK is not installed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-open-'))
    try {
      await build({
        entryPoints: [here('./open-store.ts')],
        ...{ outdir: folder, bundle: true, splitting: true, format: 'esm', platform: 'node' },
        outExtension: { '.js': '.mjs' },
        external: ['@aws-sdk/client-s3'],
        tsconfig: here('../../../../tsconfig.json'),
      })
      const program = `
        const { openStore } = await import(${JSON.stringify(join(folder, 'open-store.mjs'))})
        console.log((await openStore('memory:')).url)
        await openStore('s3://models').catch(({ name, message }) => console.log(name, message))`
      const args = ['--input-type=module', '-e', program]
      expect(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: folder })).toBe(
        'memory:\nInvalidOptionError openStore: option "store" on s3:// needs ' +
          '@aws-sdk/client-s3: npm install @aws-sdk/client-s3.\n',
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is opened or refused, whatever its address is, and never left by a key', async () => {
    const part = fc.constantFrom(
      ...['s3://', 'file:', 'memory:', '//', '/', '..', 'abc', '?', '&', 'endpoint=', 'region='],
      ...['pathStyle=', 'true', 'http://a', '%', '%2e', '%00', '@', '#', ':', '\\', '~', ' ', '\0'],
    )
    const address = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    )
    let opened = 0
    const property = fc.asyncProperty(address, fc.string(), async (address, key) => {
      try {
        const store = await openStore(address)
        opened++
        const isSafe = /^[\w.-]+(\/[\w.-]+)*$/.test(key) && !key.includes('..')
        if (isSafe) return
        await expect(store.read(key)).rejects.toThrow(StoreError)
        await expect(store.read(`a/../../${key}`)).rejects.toThrow(StoreError)
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidOptionError)
      }
    })
    await fc.assert(property, { numRuns: 3000 })
    expect(opened).toBeGreaterThan(300)
  })
})
