import type { Label } from '@coelho/core'
import { expect, it } from 'vitest'
import { HoeffdingTreeClassifier } from '../index.js'
import { SAID } from './river-ties.test-support.js'

/** Few categories and counts: many of the votes of naive Bayes tie but for rounding. */
function* stream(seed: number, events: number): Generator<[{ a: string; b: string }, Label]> {
  let state = seed
  const draw = (below: number) => {
    state = Number((BigInt(state) * 1_103_515_245n + 12_345n) % 2_147_483_648n)
    return (state >> 16) % below
  }
  for (let i = 0; i < events; i++) {
    const x = { a: 'xyz'[draw(3)]!, b: 'uv'[draw(2)]! }
    yield [x, 'pqr'[draw(3)]!]
  }
}

it.each(SAID)('ties of naive Bayes are broken as in River: stream %i', (seed, said) => {
  const options = { leafPrediction: 'nb', gracePeriod: 1e9, nominalAttributes: ['a', 'b'] } as const
  const model = new HoeffdingTreeClassifier(options)
  let mine = ''
  for (const [x, y] of stream(seed, said.length)) {
    mine += model.predictOne(x) ?? '-'
    model.learnOne(x, y)
  }
  expect(mine).toBe(said)
})
