import { compose, metrics, naiveBayes, preprocessing } from '@coelho/learners'
import { type AnyProject, defineProject, LogSource, MemoryLog } from '@coelho/runtime'
import { z } from 'zod'

/** A project that learns in no time, with a challenger and an encoder. */
export function toyProject(name: string): AnyProject {
  return defineProject({
    name,
    schema: z.object({ id: z.number(), a: z.number(), shop: z.string(), label: z.boolean() }),
    id: ({ id }) => id,
    knownLater: ['label'],
    features: ({ a, shop }) => ({ a, shop }),
    label: ({ label }) => label,
    pipeline,
    challengers: { same: pipeline },
    metric: () => metrics.bundle('classification', { posVal: true }),
    bestBy: 'F1',
  })
}

function pipeline(): compose.Pipeline {
  const shop = new compose.Pipeline(new compose.Select('shop'), new preprocessing.OrdinalEncoder())
  const union = new compose.TransformerUnion(new compose.Select('a'), shop)
  return new compose.Pipeline(union, new naiveBayes.GaussianNB())
}

/** As many events of it as are wanted, the same at each call. */
export async function toySource(count: number): Promise<LogSource> {
  const log = new MemoryLog()
  const records = Array.from({ length: count }, (_, id) => {
    const a = (id * 7919) % 100
    // It can learn nothing at first, and does better and better then.
    const label = id < 300 ? id % 3 === 0 : a > 60
    return { value: JSON.stringify({ id, a, shop: ['north', 'south'][id % 2], label }) }
  })
  await log.append(records)
  return new LogSource(log)
}
