import { appendFile, mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DeadLetterFile } from './dead-letter-file.js'

let folder = ''
let path = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coelho-dead-'))
})
beforeEach(() => {
  path = join(folder, `${Math.random()}.jsonl`)
})
afterAll(() => rm(folder, { recursive: true }))

const letter = (offset: number, value: Uint8Array | string = `value ${offset}`) => ({
  ...{ partition: '0', offset, reason: 'is not JSON' },
  value: Buffer.from(value),
})

async function lines(): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8')
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

async function write(offsets: readonly number[], start = 0, project = 'fraud'): Promise<void> {
  const file = new DeadLetterFile(path, project)
  file.startFrom(new Map([['0', start]]))
  for (const offset of offsets) await file.write([letter(offset)])
  await file.close()
}

describe('a file of dead letters', () => {
  it('has a line for each: what it was, why, and where it stands', async () => {
    await write([3, 17])
    expect(await lines()).toEqual([
      {
        ...{ time: expect.any(String), project: 'fraud', partition: '0', offset: 3 },
        ...{ reason: 'is not JSON', value: 'value 3' },
      },
      expect.objectContaining({ offset: 17, value: 'value 17' }),
    ])
  })

  it('keeps bytes that are no text as they are', async () => {
    const file = new DeadLetterFile(path, 'fraud')
    const bytes = Buffer.from([0, 255, 254, 10, 13])
    await file.write([letter(1, bytes), letter(2, 'one\ntwo\u2028')])
    await file.close()
    const [first, second] = await lines()
    expect(Buffer.from(String(first?.['base64']), 'base64')).toEqual(bytes)
    expect(second).toMatchObject({ value: 'one\ntwo\u2028' })
  })

  it('has each once, though a trainer tells some again after a crash', async () => {
    await write([3, 17, 20])
    await write([17, 20, 31], 10)
    await write([31], 25)
    expect((await lines()).map(({ offset }) => offset)).toEqual([3, 17, 20, 31])
  })

  it('has another event of the same place, and those of other projects', async () => {
    await write([3])
    await write([3], 0, 'shop')
    const file = new DeadLetterFile(path, 'fraud')
    await file.write([letter(3, 'of a new log')])
    await file.close()
    expect(await lines()).toHaveLength(3)
  })

  it('goes on after a line that a crash left half written', async () => {
    await write([3, 4])
    await truncate(path, Buffer.byteLength(await readFile(path)) - 5)
    await write([4, 5])
    expect((await lines()).map(({ offset }) => offset)).toEqual([3, 4, 5])
    await appendFile(path, 'something else\n')
    await write([5, 6])
    expect((await lines()).map(({ offset }) => offset)).toEqual([3, 4, 5, 6])
  })

  it('says where it cannot be written', async () => {
    const file = new DeadLetterFile(folder, 'fraud')
    const expected = `${folder}: dead letters could not be written (EISDIR).`
    await expect(file.write([letter(1)])).rejects.toThrow(expected)
  })
})
