// What is learned: which card payments are frauds.
import { compose, forest, imblearn, metrics, preprocessing } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

const payment = z.object({
  transaction_id: z.string(),
  timestamp: z.iso.datetime(),
  amount: z.number(),
  average_amount: z.number().nullish(),
  distance_from_home_km: z.number().nullish(),
  seconds_since_last_transaction: z.number().nullish(),
  new_device: z.boolean().nullish(),
  payment_method: z.string(),
  is_fraud: z.union([z.literal(0), z.literal(1)]).optional(),
})

/** Few payments are frauds: of the others the forest learns nine for each. */
const pipeline = () =>
  compose.pipe(
    new preprocessing.OrdinalEncoder(),
    new imblearn.RandomUnderSampler({
      classifier: new forest.ARFClassifier({ nModels: 5, seed: 42 }),
      desiredDist: new Map([
        [0, 0.9],
        [1, 0.1],
      ]),
      seed: 42,
    }),
  )

export const payments = defineProject({
  name: 'payments',
  schema: payment,
  id: (event) => event.transaction_id,
  time: (event) => Date.parse(event.timestamp),
  knownLater: ['is_fraud'], // features() gets events without it: nothing can leak
  features: (event) => ({
    amount: event.amount,
    times_average: event.average_amount ? event.amount / event.average_amount : null,
    far: event.distance_from_home_km ?? null,
    since_last: event.seconds_since_last_transaction ?? null,
    new_device: event.new_device ?? null,
    method: event.payment_method,
  }),
  label: (event) => event.is_fraud,
  pipeline,
  metric: () => metrics.bundle('classification', { posVal: 1 }),
  bestBy: 'F1',
})
