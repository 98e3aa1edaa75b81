import { afterEach, describe, expect, it, vi } from 'vitest'
import { Ledger } from '../ledger.js'
import { expectRightHistories, histories, isWrong, SEEDS } from './histories.test-support.js'
import { simulate } from './simulate.test-support.js'

describe('histories of processes that are killed, stopped and taken for dead', () => {
  it(`end with every event learned once, by one owner at a time, ${SEEDS / 2} times`, async () => {
    await expectRightHistories(1)
  }, 900_000)

  it('are the same again from the same seed', async () => {
    for (const seed of [3, 47, 1234]) expect(await simulate(seed)).toEqual(await simulate(seed))
  })
})

const FEW = { from: 1, to: 200 }

describe('the questions asked of a history', () => {
  afterEach(() => vi.restoreAllMocks())

  it('find a store in which a number can be written twice', async () => {
    let seed = 1
    while (seed < 200 && !isWrong(await simulate(seed, { noFence: true }))) seed++
    expect(seed).toBeLessThan(200)
  })

  it('find a trainer that learns whatever comes', async () => {
    vi.spyOn(Ledger.prototype, 'expect').mockReturnValue(undefined)
    expect((await histories(FEW, isWrong)).some(isWrong)).toBe(true)
  })

  it('find a trainer that does not go back to where the checkpoint was', async () => {
    vi.spyOn(Ledger.prototype, 'starts').mockImplementation((partitions) => {
      return new Map(partitions.map(({ partition, end }) => [partition, end]))
    })
    vi.spyOn(Ledger.prototype, 'expect').mockReturnValue(undefined)
    expect((await histories(FEW, isWrong)).some(isWrong)).toBe(true)
  })
})
