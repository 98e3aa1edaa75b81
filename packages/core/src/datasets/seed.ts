import type { Rule } from '../options/rules.js'
import { checkSeed } from '../random/seeded.js'

/** The rule of every seed: what stands under it is checked by `checkSeeds`. */
export const SEED: Rule = { kind: 'any', default: null, nullable: true }

/** The rule of a seed for NumPy's generator, which knows no negative ones. */
export const NATURAL_SEED: Rule = { kind: 'any', default: null, nullable: true }

/** Refuses all seeds but integers; a number or a bigint. */
export function checkSeeds(who: string, options: object, rules: object): void {
  for (const [name, rule] of Object.entries(rules)) {
    if (rule !== SEED && rule !== NATURAL_SEED) continue
    checkSeed(who, name, Reflect.get(options, name), rule === NATURAL_SEED)
  }
}
