import { afterEach, describe, expect, it, vi } from 'vitest'
import { Ledger } from '../ledger.js'
import { type History, simulate } from './simulate.test-support.js'

const full = process.env['COELHO_FULL'] === '1'
const SEEDS = full ? 20_000 : 1000

async function histories(seeds: number, isEnough: (history: History) => boolean) {
  const seen: (History & { readonly seed: number })[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const history = await simulate(seed)
    seen.push({ seed, ...history })
    if (isEnough(history)) break
  }
  return seen
}

const isWrong = ({ violations }: History) => violations.length > 0

describe(`${SEEDS} histories of processes that are killed, stopped and taken for dead`, () => {
  it('end with every event learned once, by one owner at a time', async () => {
    const seen = await histories(SEEDS, isWrong)
    expect(seen.filter(isWrong)).toEqual([])
    const sum = (of: (history: History) => number) => seen.reduce((all, one) => all + of(one), 0)
    expect(sum(({ faults }) => faults) / SEEDS).toBeGreaterThan(10)
    expect(sum(({ generations }) => generations) / SEEDS).toBeGreaterThan(20)
  }, 900_000)

  it('are the same again from the same seed', async () => {
    for (const seed of [3, 47, 1234]) expect(await simulate(seed)).toEqual(await simulate(seed))
  })
})

describe('the questions asked of a history', () => {
  afterEach(() => vi.restoreAllMocks())

  it('find a store in which a number can be written twice', async () => {
    let seed = 1
    while (seed < 200 && !isWrong(await simulate(seed, { noFence: true }))) seed++
    expect(seed).toBeLessThan(200)
  })

  it('find a trainer that learns whatever comes', async () => {
    vi.spyOn(Ledger.prototype, 'expect').mockReturnValue(undefined)
    expect((await histories(200, isWrong)).some(isWrong)).toBe(true)
  })

  it('find a trainer that does not go back to where the checkpoint was', async () => {
    vi.spyOn(Ledger.prototype, 'starts').mockImplementation((partitions) => {
      return new Map(partitions.map(({ partition, end }) => [partition, end]))
    })
    vi.spyOn(Ledger.prototype, 'expect').mockReturnValue(undefined)
    expect((await histories(200, isWrong)).some(isWrong)).toBe(true)
  })
})
