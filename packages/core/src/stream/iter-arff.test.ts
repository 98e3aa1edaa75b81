import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidDataError } from '../errors.js'
import { type ArffOptions, iterArff } from './iter-arff.js'
import type { Source } from './source.js'

const CARS = `% a comment
@relation CarData
@attribute make {Toyota, 'Aston Martin'}
@ATTRIBUTE 'the model' string
@attribute year numeric
@attribute __proto__ real

@data
% another
Toyota, Corolla, 2018,1.5
'Aston Martin','DB5, old',?,-2e3
Toyota,x
`
const SPARSE = `@relation "traindata: -C 6"
@attribute y0 {0, 1}
@attribute y1 {0, 1}
@attribute n numeric
@attribute X0 NUMERIC
@data
{ 1 1,3 0.863382 }
{2 3}
{}
`

async function rows(source: Source, options?: ArffOptions): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of iterArff(source, options)) all.push(row)
  return all
}

describe('iterArff', () => {
  it('reads numbers, names and texts as River does, blanks of a text included', async () => {
    const [first, second, third] = (await rows([CARS], { target: 'year' })) as [object, unknown][]
    expect(Object.entries(first[0])).toEqual([
      ['make', 'Toyota'],
      ['the model', ' Corolla'],
      ['__proto__', 1.5],
    ])
    expect(first[1]).toBe(2018)
    expect(Object.entries(second[0]).slice(0, 2)).toEqual([
      ['make', 'Aston Martin'],
      ['the model', 'DB5, old'],
    ])
    expect(second[1]).toBeUndefined()
    expect(third).toEqual([{ make: 'Toyota', 'the model': 'x' }, undefined])
  })

  it('reads sparse rows, where what is left out is 0 or the first name', async () => {
    expect(await rows([...SPARSE], { target: ['y0', 'y1', 'n'], sparse: true })).toEqual([
      [{ X0: 0.863382 }, { y0: '0', y1: '1', n: 0 }],
      [{}, { y0: '0', y1: '0', n: 3 }],
      [{}, { y0: '0', y1: '0', n: 0 }],
    ])
  })

  const head = '@attribute a numeric\n@attribute b {u,v}\n@data\n'
  it.each<[string, string, ArffOptions]>([
    ['line 4, column "a": must be a finite number, got "x"', `${head}x,u`, {}],
    ['line 4, column "a": must be a finite number, got "0x1"', `${head}0x1,u`, {}],
    ['line 4: must have at most 2 fields, got 3', `${head}1,u,v`, {}],
    ['line 4, column "b": must end its quote, got "\'u"', `${head}1,'u`, {}],
    ['line 4: must be in braces, got "1,u"', `${head}1,u`, { sparse: true }],
    [
      'line 4: must hold an index below 2 before each value, got "2 1"',
      `${head}{2 1}`,
      { sparse: true },
    ],
    [
      'line 1: must be @relation, @attribute with a name and a kind, or @data, got "a,b"',
      'a,b\n',
      {},
    ],
    [
      'line 1, column "a": must be numeric, real, integer, string, date or a list in braces, ' +
        'got "x"',
      '@attribute a x',
      {},
    ],
    [
      'line 2, column "a": must be the only attribute of that name',
      '@attribute a real\n@attribute a real',
      {},
    ],
    ['line 1: the header must end with a line "@data"', '@attribute a real', {}],
    ['option "target" must name columns of the file ("a", "b"), got "c"', head, { target: 'c' }],
  ])('refuses: %s', async (message, text, options) => {
    await expect(rows([text], options)).rejects.toThrow(`iterArff: ${message}.`)
  })

  it('gives rows or an InvalidDataError for any data', async () => {
    const text = fc.stringMatching(/^[1a,'"\\{} ?%\n.]*$/)
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (data, sparse) => {
        const reading = rows([head, data], { sparse })
        await reading.catch((error) => expect(error).toBeInstanceOf(InvalidDataError))
      }),
      { numRuns: 1000 },
    )
  })
})
