import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { difference } from './compare.js'
import { type GoldenCase, Replay } from './replay.js'
import type { Json } from './values.js'

const folder = mkdtempSync(join(tmpdir(), 'coelho-golden-'))
const protocols = {
  stat: [
    { call: 'update', args: ['x'] },
    { call: 'get_it', args: [], record: true },
  ],
}
beforeAll(() => {
  mkdirSync(join(folder, 'streams'))
  writeFileSync(join(folder, 'protocols.json'), JSON.stringify(protocols))
  writeFileSync(join(folder, 'streams/numbers.jsonl'), '{"x":1}\n{"x":2}\n{"x":4}\n{"x":8}\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

class Sum {
  nSeen = 0
  private total: number
  constructor({ startAt = 0 } = {}) {
    this.total = startAt
  }
  update(x: number) {
    this.nSeen++
    this.total += x
  }
  getIt() {
    return this.total
  }
}

const library = {
  myStats: {
    Sum,
    *countTo({ n }: { n: number }) {
      for (let i = 0; i < n; i++) yield i
    },
  },
}

function run(golden: Omit<GoldenCase, 'name'>, river = 'my_stats.Sum', from: object = library) {
  const file = { river, rtol: 1e-9, atol: 1e-12, cases: [] }
  return new Replay(from, folder).run(file, { name: 'it', ...golden })
}

describe('a replay', () => {
  const build = { $: 'my_stats.Sum', args: { start_at: 5 } }
  const stat = { protocol: 'stat', stream: 'numbers', build }

  it('makes every call, and compares every so many rows and the last one', async () => {
    await run({ ...stat, expect: { every: 2, outputs: [6, 12, 20], final: { n_seen: 4 } } })
    await run({ ...stat, limit: 2, expect: { every: 5, outputs: [6, 8] } })
    await run({ ...stat, warm: 2, expect: { every: 5, outputs: [12, 20] } })
  })

  it.each<[string, Omit<GoldenCase, 'name'>]>([
    ['row 2, get_it, should be 13, is 12', { ...stat, expect: { every: 2, outputs: [6, 13, 20] } }],
    [
      'row 3, get_it, should be 20.0001, is 20',
      { ...stat, expect: { every: 2, outputs: [6, 12, 20.0001] } },
    ],
    [
      'in the end, n_seen should be 3, is 4',
      { ...stat, expect: { every: 2, outputs: [6, 12, 20], final: { n_seen: 3 } } },
    ],
    [
      'there is no property nMissing',
      { ...stat, expect: { every: 2, outputs: [6, 12, 20], final: { n_missing: null } } },
    ],
    ['the case has 1 outputs, and should have 3', { ...stat, expect: { every: 2, outputs: [6] } }],
    [
      'there is no protocol unheard',
      { ...stat, protocol: 'unheard', expect: { every: 2, outputs: [] } },
    ],
    [
      'call 1, get_it, should be 9, is 8',
      {
        protocol: 'script',
        build,
        script: [['update', 3], ['get_it']],
        expect: { every: 1, outputs: [null, 9] },
      },
    ],
    [
      'there is no method undo',
      { protocol: 'script', build, script: [['undo']], expect: { every: 1, outputs: [null] } },
    ],
    [
      'call 0, my_stats.count_to, should be [0,1], is [0,1,2]',
      {
        protocol: 'function',
        calls: [{ fn: 'my_stats.count_to', kwargs: { n: 3 }, iterate: true }],
        expect: { every: 1, outputs: [[0, 1]] },
      },
    ],
  ])('fails: %s', async (message, golden) => {
    await expect(run(golden)).rejects.toThrow(message)
  })

  it('fails for a class that is not exported', async () => {
    const golden = { ...stat, expect: { every: 2, outputs: [6, 12, 20] } }
    await expect(run(golden, 'my_stats.Sum', {})).rejects.toThrow('my_stats.Sum is not exported')
    await expect(run(golden, 'my_stats.Product')).rejects.toThrow('is not exported')
  })
})

describe('a comparison', () => {
  const within = { rtol: 1e-9, atol: 1e-12 }
  const differs = (expected: Json, got: unknown) => difference(expected, got, within) !== undefined

  it.each<[Json, unknown]>([
    [1, 1 + 5e-10],
    [0, 5e-13],
    [null, undefined],
    [[1, [2]], new Set([1, [2]])],
    [{ a: 1 }, { a: 1 }],
    [
      {
        $dict: [
          [true, 1],
          [1, 2],
          ['1', 3],
        ],
      },
      new Map<unknown, number>([
        ['1', 3],
        [1, 2],
        [true, 1],
      ]),
    ],
    [{ $dict: [['a', 1]] }, { a: 1 }],
    [{ $dict: [[0, 1]] }, { 0: 1 }],
    [{ $set: ['a', 'b'] }, ['b', 'a']],
    [{ $num: 'nan' }, Number.NaN],
    [{ $int: '9223372036854775807' }, 9223372036854775807n],
    [{ $date: '2024-05-06T00:00:00' }, new Date('2024-05-06T00:00:00Z')],
    [{ $timedelta: 2 }, 2000],
    [{ $complex: [1, 2] }, { re: 1, im: 2 }],
    [{ $props: { n_seen: 1 } }, { nSeen: 1 }],
    [{ $get: 3 }, { get: () => 3 }],
  ])('takes %j for %o', (expected, got) => {
    expect(differs(expected, got)).toBe(false)
  })

  it.each<[Json, unknown]>([
    [1, 1 + 1e-8],
    [1, '1'],
    [1, true],
    [1, Number.NaN],
    ['1', 1],
    [true, 1],
    [null, 0],
    [0, undefined],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ $dict: [[true, 1]] }, new Map([['true', 1]])],
    [{ $dict: [[true, 1]] }, new Map([[1, 1]])],
    [{ $dict: [['a', 1]] }, undefined],
    [{ $set: ['a'] }, ['b']],
    [{ $num: 'inf' }, -Infinity],
    [{ $int: '9223372036854775807' }, 2 ** 63],
    [{ $date: '2024-05-06T00:00:00' }, '2024-05-06T00:00:00'],
    [{ $get: 3 }, { get: () => 4 }],
  ])('does not take %j for %o', (expected, got) => {
    expect(differs(expected, got)).toBe(true)
  })
})
