import { InvalidOptionError, type Rules, resolveOptions } from '@coelho/core'

/** When a challenger takes over by itself. */
export interface PromotionOptions {
  /**
   * How likely a challenger that is no better may take over, ever: over all challengers, from
   * one change of champion to the next, however often it is looked at.
   */
  readonly level?: number
}

const RULES: Rules<PromotionOptions> = {
  level: { kind: 'number', default: 0.01, above: 0, below: 1 },
}

/** The level of significance; null: nobody takes over by himself. */
export function resolveLevel(
  given: 'manual' | 'automatic' | PromotionOptions,
  who: string,
  hasChallengers: boolean,
): number | null {
  if (given === 'manual') return null
  if (given !== 'automatic' && (typeof given !== 'object' || given === null)) {
    const expected = 'must be "manual", "automatic" or { level }'
    throw new InvalidOptionError(who, 'promotion', expected, given)
  }
  const own = given === 'automatic' ? {} : given
  const { level } = resolveOptions(`${who} promotion`, own, RULES) as { level: number }
  if (!hasChallengers) throw new InvalidOptionError(who, 'promotion', 'needs challengers', given)
  return level
}
