import { InvalidOptionError } from '../errors.js'
import { Random } from './random.js'
import type { RandomSource } from './random-source.js'

/** What an option `seed` may be where each run starts anew; null: one is drawn. */
export type PlainSeed = number | bigint | null

/** The same where the generator is kept, and saved with its owner: it may also be given. */
export type Seed = PlainSeed | Random

/** The same where nothing is saved: any generator of numbers will do. */
export type SourceSeed = PlainSeed | RandomSource

/** Refuses all seeds but integers, numbers or bigints; NumPy's generators take none below 0. */
export function checkSeed(who: string, option: string, seed: unknown, natural = false): void {
  const isWhole = typeof seed === 'bigint' || Number.isInteger(seed)
  if (seed === null || (isWhole && !(natural && Number(seed) < 0))) return
  const bound = natural ? ' of at least 0' : ''
  const expected = `must be an integer or a bigint${bound} (or null)`
  throw new InvalidOptionError(who, option, expected, seed)
}

/** A new generator of that seed. */
export function seededAnew(who: string, seed: PlainSeed): Random {
  checkSeed(who, 'seed', seed)
  return new Random(seed ?? undefined)
}

/** The generator an option `seed` stands for. */
export function seeded(who: string, seed: Seed): Random {
  return seed instanceof Random ? seed : seededAnew(who, seed)
}

/** The source of numbers an option `seed` stands for: a generator of it, or the one given. */
export function sourceOf(who: string, seed: SourceSeed): RandomSource {
  if (typeof seed !== 'object' || seed === null) return seededAnew(who, seed)
  if (typeof Reflect.get(seed, 'random') === 'function') return seed
  const expected = 'must be an integer, a bigint or an object with a method random() (or null)'
  throw new InvalidOptionError(who, 'seed', expected, seed)
}

/** A whole number from 0 to below `count`: as CPython draws it if the source is a `Random`. */
export function drawBelow(who: string, source: RandomSource, count: number): number {
  if (source instanceof Random) return source.randrange(count)
  const share = source.random()
  if (share >= 0 && share < 1) return Math.floor(share * count)
  const expected = 'must be a generator of numbers from 0 (included) to 1 (excluded)'
  throw new InvalidOptionError(who, 'seed', expected, share)
}

/** Puts the elements in random order, in place, as CPython does. */
export function shuffleInPlace(who: string, source: RandomSource, list: unknown[]): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = drawBelow(who, source, i + 1)
    const held = list[i]
    list[i] = list[j]
    list[j] = held
  }
}
