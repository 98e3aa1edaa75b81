import { InvalidOptionError } from '../errors.js'
import { Random } from './random.js'

/** What an option `seed` may be; null: one is drawn, and shown. */
export type PlainSeed = number | bigint | null

/** The same where the generator is kept: it may also be given. */
export type Seed = PlainSeed | Random

/** A new generator of that seed. */
export function seededAnew(who: string, seed: PlainSeed): Random {
  if (seed === null) return new Random()
  if (typeof seed === 'bigint' || Number.isInteger(seed)) return new Random(seed)
  throw new InvalidOptionError(who, 'seed', 'must be a whole number or a bigint (or null)', seed)
}

/** The generator an option `seed` stands for. */
export function seeded(who: string, seed: Seed): Random {
  return seed instanceof Random ? seed : seededAnew(who, seed)
}
