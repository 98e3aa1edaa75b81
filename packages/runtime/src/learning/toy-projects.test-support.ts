import { type drift, linearModel, metrics, naiveBayes, random, tree } from '@coelho/learners'
import { z } from 'zod'
import {
  type AnyProject,
  defineProject,
  type Parsed,
  type UsableEvent,
} from '../project/project.js'
import { Learning, type Outcome } from './learning.js'

/** An event of the toys: a point, and on which side of a line it lies. */
export interface Toy {
  readonly id: string
  readonly at: number
  readonly a: number
  readonly b: number
  readonly side?: boolean
}

const schema = z.object({
  id: z.string(),
  at: z.number(),
  a: z.number(),
  b: z.number(),
  side: z.boolean().optional(),
})

export const toyOptions = {
  name: 'toys',
  schema,
  id: ({ id }: Toy) => id,
  time: ({ at }: Toy) => at,
  knownLater: ['side'] as const,
  features: ({ a, b }: { a: number; b: number }) => ({ a, b }),
  label: ({ side }: Toy) => side,
  labels: {
    schema: z.object({ of: z.string(), truth: z.union([z.boolean(), z.null()]) }),
    id: ({ of }: { of: string }) => of,
    label: ({ truth }: { truth: boolean | null }) => truth as boolean,
  },
  maxWaiting: 40,
  pipeline: () => new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
  metric: () => new metrics.Accuracy(),
  bestBy: 'Accuracy',
}

/** A project of classes with other options. */
export function toys(more: object = {}): AnyProject {
  return defineProject({ ...toyOptions, ...more } as never) as AnyProject
}

/** A project of numbers: `a + b`, which label events bring as `side`. */
export function sums(more: object = {}): AnyProject {
  return toys({
    schema: z.object({ ...schema.shape, side: z.number().optional() }),
    labels: null,
    pipeline: () => new linearModel.LinearRegression(),
    metric: () => new metrics.MAE(),
    bestBy: 'MAE',
    ...more,
  })
}

/** Where the concept changes, sides are swapped; features move up from `shiftAt` on. */
export function stream(
  count: number,
  { seed = 1, swapAt = Infinity, shiftAt = Infinity, noise = 0.05 } = {},
): Toy[] {
  const draw = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const shift = i >= shiftAt ? 3 : 0
    const [a, b] = [draw.random() + shift, draw.random()]
    const isAbove = a - shift + b > 1
    const side = isAbove !== draw.random() < noise
    return { id: `e${i}`, at: 1000 * i, a, b, side: i >= swapAt ? !side : side }
  })
}

export const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))

/** Takes them all: what came of each. */
export function takeAll(
  learning: Learning,
  project: AnyProject,
  events: readonly unknown[],
): Outcome[] {
  return events.map((event) => learning.take(project.parse(bytesOf(event), 0), project))
}

/** Learns them from the start. */
export function learn(
  project: AnyProject,
  events: readonly unknown[],
): { learning: Learning; outcomes: Outcome[] } {
  const learning = Learning.fresh(project)
  return { learning, outcomes: takeAll(learning, project, events) }
}

export const usable = (parsed: Parsed): UsableEvent => parsed as UsableEvent

/** A detector as users write one that no snapshot knows: it is heard at given updates. */
export function alarmAt(...updates: readonly number[]): () => drift.Detector {
  return () => {
    let seen = 0
    return {
      update: () => {
        seen++
      },
      get driftDetected() {
        return updates.includes(seen)
      },
    } as never
  }
}

export const bayes = (): naiveBayes.GaussianNB => new naiveBayes.GaussianNB()
