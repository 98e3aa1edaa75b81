import {
  compose,
  drift,
  forest,
  imblearn,
  metrics,
  preprocessing,
  tree as trees,
} from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

const text = z.string().max(200)

/** A card transaction as the bank sees it. What may be missing may be null, too. */
const transaction = z.object({
  transaction_id: text.min(1),
  user_id: text,
  timestamp: z.iso.datetime(),
  amount: z.number(),
  currency: text,
  merchant_id: text,
  product_category: text,
  transaction_type: text,
  payment_method: text,
  location: z.object({ lat: z.number(), lon: z.number() }).nullish(),
  ip_address: text.nullish(),
  device_info: z.object({ os: text, browser: text }).nullish(),
  user_agent: text.nullish(),
  account_age_days: z.number().nullish(),
  cvv_provided: z.boolean().nullish(),
  billing_address_match: z.boolean().nullish(),
  new_device: z.boolean().nullish(),
  distance_from_home_km: z.number().nullish(),
  seconds_since_last_transaction: z.number().nullish(),
  average_amount: z.number().nullish(),
  // Known only afterwards.
  is_fraud: z.union([z.literal(0), z.literal(1)]).optional(),
  disputed_at: text.nullish(),
  debug_scheme: text.nullish(),
})

const NUMBERS = [
  ...['amount', 'times_average', 'seconds_since_last', 'distance_from_home', 'account_age'],
  ...['hour', 'cvv_provided', 'billing_address_match', 'new_device'],
]

/** Few events are frauds: of the others the forest learns nine for each. All trees count alike. */
export function pipeline({ onlyRisingError = true } = {}) {
  const plain = new compose.Select(...NUMBERS, 'category', 'type', 'method')
  const codes = compose.pipe(
    new compose.Select('os', 'browser', 'currency'),
    new preprocessing.OrdinalEncoder({ maxCategories: 1000 }),
  )
  const classifier = new forest.ARFClassifier({
    nModels: 10,
    disableWeightedVote: true,
    driftDetector: new drift.ADWIN({ delta: 0.002 }),
    warningDetector: new drift.ADWIN({ delta: 0.01 }),
    onlyRisingError,
    seed: 42,
  })
  const balanced = new imblearn.RandomUnderSampler({
    classifier,
    desiredDist: new Map([
      [0, 0.9],
      [1, 0.1],
    ]),
    seed: 42,
  })
  return compose.pipe(new compose.TransformerUnion(plain, codes), balanced)
}

/** One tree that costs a tenth: is the forest worth its price? */
function tree() {
  const { HoeffdingTreeClassifier } = trees
  return compose.pipe(new compose.Select(...NUMBERS), new HoeffdingTreeClassifier({ delta: 1e-5 }))
}

export default defineProject({
  name: 'fraud',
  schema: transaction,
  id: (event) => event.transaction_id,
  time: (event) => Date.parse(event.timestamp),
  knownLater: ['is_fraud', 'disputed_at', 'debug_scheme'],
  features: (event) => {
    const { amount, average_amount: average, device_info: device } = event
    return {
      amount,
      times_average: average ? amount / average : null,
      seconds_since_last: event.seconds_since_last_transaction ?? null,
      distance_from_home: event.distance_from_home_km ?? null,
      account_age: event.account_age_days ?? null,
      hour: Number(event.timestamp.slice(11, 13)),
      cvv_provided: event.cvv_provided ?? null,
      billing_address_match: event.billing_address_match ?? null,
      new_device: event.new_device ?? null,
      category: event.product_category,
      type: event.transaction_type,
      method: event.payment_method,
      os: device?.os ?? null,
      browser: device?.browser ?? null,
      currency: event.currency,
    }
  },
  label: (event) => event.is_fraud,
  labels: {
    schema: z.object({ id: text, label: z.union([z.literal(0), z.literal(1)]) }),
    id: ({ id }) => id,
    label: ({ label }) => label,
  },
  pipeline,
  challengers: { tree },
  metric: () => metrics.bundle('classification', { posVal: 1 }),
  bestBy: 'F1',
  drift: {},
})
