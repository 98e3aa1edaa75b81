// A project and a generator of its own, as a user writes them: the tests put them in files.

export const CONFIG: string = `
import { defineConfig } from '@coelho/serve'
import { payments as events } from './projects/generator'
import { payments } from './projects/payments.js'

export default defineConfig({
  projects: [payments],
  generators: { payments: events },
  store: 'checkpoints',
})
`

export const PROJECT: string = `
import { metrics, naiveBayes, tree } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

const payment = z.object({
  id: z.string(), at: z.number(), amount: z.number(), hour: z.number(),
  fraud: z.boolean().optional(),
})

export const payments = defineProject({
  name: 'payments',
  schema: payment,
  id: ({ id }) => id,
  time: ({ at }) => at,
  knownLater: ['fraud'],
  features: ({ amount, hour }) => ({ amount, hour }),
  label: ({ fraud }) => fraud,
  labels: {
    schema: z.object({ id: z.string(), label: z.boolean() }),
    id: ({ id }) => id,
    label: ({ label }) => label,
  },
  pipeline: () => new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
  challengers: { bayes: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})
`

export const GENERATOR: string = `
import type { GeneratorOptions } from '@coelho/serve'
import seedrandom from 'seedrandom'

export function* payments(options: GeneratorOptions) {
  const { seed, count = Infinity, malformed = 0, labelDelay, limit = 700 } = options
  const random = seedrandom(seed)
  for (let i = 0; i < count; i++) {
    const [id, hour] = ['p' + i, i % 24]
    const amount = Math.round(random() * 1000)
    const fraud = amount > Number(limit) && hour < 6
    const isBroken = random() < malformed
    const common = { key: 'user-' + (i % 10), time: 1e12 + i * 1000 }
    const event = { id, at: common.time, hour, amount: isBroken ? 'much' : amount }
    const value = JSON.stringify(labelDelay === undefined ? { ...event, fraud } : event)
    yield { topic: 'events' as const, value, ...common }
    if (labelDelay === undefined || isBroken) continue
    yield { topic: 'labels' as const, value: JSON.stringify({ id, label: fraud }), ...common }
  }
}
`
