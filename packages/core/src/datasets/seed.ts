import { InvalidOptionError } from '../errors.js'
import type { Rule } from '../options/rules.js'

/** Events repeat with the same seed; null: they differ each time. */
export type Seed = number | bigint | null

/** The rule of every seed: what stands under it is checked by `checkSeeds`. */
export const SEED: Rule = { kind: 'any', default: null, nullable: true }

/** The rule of a seed for NumPy's generator, which knows no negative ones. */
export const NATURAL_SEED: Rule = { kind: 'any', default: null, nullable: true }

/** Refuses all seeds but integers; a number or a bigint. */
export function checkSeeds(who: string, options: object, rules: object): void {
  for (const [name, rule] of Object.entries(rules)) {
    if (rule !== SEED && rule !== NATURAL_SEED) continue
    const seed = (options as Record<string, unknown>)[name]
    const isWhole = typeof seed === 'bigint' || Number.isInteger(seed)
    const isTooSmall = rule === NATURAL_SEED && Number(seed) < 0
    if (seed === null || (isWhole && !isTooSmall)) continue
    const bound = rule === NATURAL_SEED ? ' of at least 0' : ''
    const expected = `must be an integer or a bigint${bound} (or null)`
    throw new InvalidOptionError(who, name, expected, seed)
  }
}
