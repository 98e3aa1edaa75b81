import { metrics, naiveBayes } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

/** A project that is learned in no time: is the sum of two numbers large? */
const project = defineProject({
  name: 'sums',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), large: z.boolean() }),
  id: ({ id }) => id,
  knownLater: ['large'],
  features: ({ a, b }) => ({ a, b }),
  label: ({ large }) => large,
  pipeline: () => new naiveBayes.GaussianNB(),
  challengers: { other: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

function event(id: number): { id: number; a: number; b: number; large: boolean } {
  const a = (id * 7919) % 101
  const b = (id * 104_729) % 97
  return { id, a, b, large: a + b > 100 }
}

export const sums = { project, event }
