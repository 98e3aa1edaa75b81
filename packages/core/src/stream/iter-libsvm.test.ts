import { describe, expect, it } from 'vitest'
import { iterLibsvm, type LibsvmOptions } from './iter-libsvm.js'

async function rows(text: string, options?: LibsvmOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterLibsvm([text], options)) all.push(row)
  return all
}

describe('iterLibsvm', () => {
  it('reads labels and sparse features, whatever blanks are between them', async () => {
    expect(await rows('+1 1:0.5  7:-2e1\t9:3\r\n\n-1\n# all comment\n2.5 a:b:4 # why\n')).toEqual([
      [{ 1: 0.5, 7: -20, 9: 3 }, 1],
      [{}, -1],
      [{ 'a:b': 4 }, 2.5],
    ])
  })

  it('reads labels as it is told', async () => {
    expect(await rows('1,4 a:1', { targetType: 'string' })).toEqual([[{ a: 1 }, '1,4']])
    const targetType = (text: string) => text === '+1'
    expect(await rows('+1 a:1\n-1 a:1', { targetType })).toEqual([
      [{ a: 1 }, true],
      [{ a: 1 }, false],
    ])
  })

  it('drops, converts and samples', async () => {
    const converters = { a: (value: number) => value * 2 }
    expect(await rows('1 a:1 b:2', { drop: ['b'], converters })).toEqual([[{ a: 2 }, 1]])
    const half = { fraction: 0.5, seed: { random: () => 0.7 } }
    expect(await rows('1 a:1\n2 a:1', half)).toEqual([])
  })

  it('keeps a feature named __proto__ as any other', async () => {
    const [[x]] = (await rows('1 __proto__:3')) as [[object]]
    expect(Object.entries(x)).toEqual([['__proto__', 3]])
  })

  it.each<[string, string, LibsvmOptions]>([
    ['line 2, column "a": must be a finite number, got "x"', '1 a:1\n1 a:x', {}],
    ['line 1, column "a": must be a finite number, got "1e999"', '1 a:1e999', {}],
    ['line 1: must hold name:value, got "a"', '1 a', {}],
    ['line 1: must hold name:value, got ":1"', '1 :1', {}],
    ['line 1, column "a": must stand on the line once only', '1 a:1 a:2', {}],
    ['line 1: the label must be a finite number, got "a:1"', 'a:1 b:2', {}],
    [
      'line 1: the label must be one that targetType takes (it gave NaN), got "x"',
      'x a:1',
      { targetType: Number },
    ],
    [
      'line 1: the label must be one that targetType takes (no), got "x"',
      'x a:1',
      { targetType: fail },
    ],
  ])('refuses: %s', async (message, text, options) => {
    await expect(rows(text, options)).rejects.toThrow(`iterLibsvm: ${message}.`)
  })

  it('refuses a wrong option at once', () => {
    expect(() => iterLibsvm([''], { targetType: 'integer' as never })).toThrow(
      'iterLibsvm: option "targetType" must be "number", "string" or a function, got "integer".',
    )
    expect(() => iterLibsvm([''], { target: 'a' } as never)).toThrow('option "target" is unknown')
  })
})

function fail(): never {
  throw new Error('no')
}
