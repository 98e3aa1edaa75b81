import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidDataError } from '../errors.js'
import { iterJsonl, type JsonlOptions } from './iter-jsonl.js'
import type { Source } from './source.js'

async function rows(source: Source, options?: JsonlOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterJsonl(source, options)) all.push(row)
  return all
}

describe('iterJsonl', () => {
  it('reads an object a line, and leaves blank lines out', async () => {
    expect(await rows(['{"a": 1, "b": tr', 'ue}\r\n\n{"a": null}'])).toEqual([
      [{ a: 1, b: true }, undefined],
      [{ a: null }, undefined],
    ])
  })

  it('converts, drops and separates the target like iterCsv', async () => {
    const options = {
      target: 'y',
      drop: ['id'],
      converters: { a: (text: string) => Number(text) },
      parseDates: { day: '%d.%m.%Y' },
      dropNones: true,
    }
    expect(await rows(['{"id":1,"a":"5","b":null,"day":"3.4.2020","y":"no"}'], options)).toEqual([
      [{ a: 5, day: new Date('2020-04-03T00:00:00Z') }, 'no'],
    ])
  })

  it('keeps a key named __proto__ as any other', async () => {
    const [[x]] = (await rows(['{"__proto__": {"polluted": 1}}'])) as [[object]]
    expect(Object.getPrototypeOf(x)).toBe(Object.prototype)
    expect(Object.keys(x)).toEqual(['__proto__'])
  })

  it.each([
    ['line 2: must be a JSON object, got "{oops"', '{}\n{oops\n{}', {}],
    ['line 1: must be a JSON object, got [1, 2]', '[1,2]', {}],
    ['line 1, column "y": the target must not be missing', '{"x":1}', { target: 'y' }],
    ['line 1: must have at most 9 characters', '{"x":12345}', { lineSizeLimit: 9 }],
  ])('refuses: %s', async (message, text, options) => {
    await expect(rows([text], options)).rejects.toThrow(`iterJsonl: ${message}.`)
  })

  it('goes on behind a line that is too long, when told so', async () => {
    const long = `{"a":"${'x'.repeat(50)}"}`
    const reader = iterJsonl([...`{}\n${long}\n{}\n5\n{}`], { lineSizeLimit: 20, onError: 'skip' })
    let count = 0
    for await (const _ of reader) count++
    expect([count, reader.skipped]).toEqual([3, 2])
  })

  it('gives back any objects, however they were cut into chunks', async () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }))
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 9 }), async (list, size) => {
        const bytes = new TextEncoder().encode(list.map((item) => JSON.stringify(item)).join('\n'))
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        const read = (await rows(pieces)) as [object, unknown][]
        const wanted = list.map((item) => JSON.stringify(item))
        expect(read.map(([x]) => JSON.stringify(x))).toEqual(wanted)
      }),
    )
  })

  it('gives rows or an InvalidDataError for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        await rows([bytes]).catch((error) => expect(error).toBeInstanceOf(InvalidDataError))
      }),
    )
  })
})
