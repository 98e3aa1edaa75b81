/** How fraud is done: what thieves do with a card that is not theirs. */
export interface Scheme {
  readonly name: string
  /** What a fraud is worth: so many times what its victim usually pays, or this much. */
  readonly times: readonly [number, number] | null
  readonly amount: readonly [number, number]
  readonly categories: readonly string[]
  readonly types: readonly string[]
  readonly methods: readonly string[]
  /** The share of frauds far from home, by a new device, without CVV, to another address. */
  readonly far: number
  readonly newDevice: number
  readonly withoutCvv: number
  readonly otherAddress: number
  /** Between two frauds with one card, on average. */
  readonly gapMs: number
}

/** Drifts lead from one to the next, and from the last to the first. */
export const SCHEMES: readonly Scheme[] = [
  {
    name: 'stolen cards',
    times: [2.5, 9],
    amount: [0, 0],
    categories: ['electronics', 'luxury_items', 'travel', 'electronics'],
    types: ['purchase'],
    methods: ['credit_card', 'credit_card', 'debit_card'],
    ...{ far: 0.7, newDevice: 0.75, withoutCvv: 0.4, otherAddress: 0.5 },
    gapMs: 4 * 60_000,
  },
  {
    name: 'card testing',
    times: null,
    amount: [0.5, 9],
    categories: ['digital_goods', 'gambling', 'digital_goods', 'services'],
    types: ['purchase', 'payment'],
    methods: ['debit_card', 'credit_card', 'paypal'],
    ...{ far: 0.15, newDevice: 0.35, withoutCvv: 0.05, otherAddress: 0.1 },
    gapMs: 25_000,
  },
  {
    name: 'account takeover',
    times: [1.2, 4],
    amount: [0, 0],
    categories: ['services', 'gambling', 'other', 'travel'],
    types: ['transfer', 'withdrawal', 'purchase', 'payment'],
    methods: ['bank_transfer', 'crypto', 'credit_card', 'debit_card'],
    ...{ far: 0.3, newDevice: 0.6, withoutCvv: 0.05, otherAddress: 0.15 },
    gapMs: 15 * 60_000,
  },
]
