import { expect } from 'vitest'
import { type History, simulate } from './simulate.test-support.js'

/** Seeds of all files together; they are dealt out among two, for two cores. */
export const SEEDS: number = process.env['COELHO_FULL'] === '1' ? 20_000 : 1000

/** The histories of some seeds, up to the first that is enough. */
export async function histories(
  seeds: { readonly from: number; readonly to: number; readonly step?: number },
  isEnough: (history: History) => boolean,
): Promise<(History & { readonly seed: number })[]> {
  const seen: (History & { readonly seed: number })[] = []
  for (let seed = seeds.from; seed <= seeds.to; seed += seeds.step ?? 1) {
    const history = await simulate(seed)
    seen.push({ seed, ...history })
    if (isEnough(history)) break
  }
  return seen
}

export function isWrong({ violations }: History): boolean {
  return violations.length > 0
}

/** Every second seed, from this one on: none may end otherwise than it should. */
export async function expectRightHistories(from: 1 | 2): Promise<void> {
  const seen = await histories({ from, to: SEEDS, step: 2 }, isWrong)
  expect(seen.filter(isWrong)).toEqual([])
  expect(seen.length).toBe(SEEDS / 2)
  const mean = (of: (history: History) => number) =>
    seen.reduce((sum, one) => sum + of(one), 0) / seen.length
  expect(mean(({ faults }) => faults)).toBeGreaterThan(10)
  expect(mean(({ generations }) => generations)).toBeGreaterThan(20)
}
