import {
  cluster,
  compose,
  linearModel,
  metrics,
  naiveBayes,
  preprocessing,
  tree,
} from '@coelho/learners'
import {
  type AnyProject,
  defineProject,
  LogSource,
  MemoryLog,
  MemoryObjects,
  type Objects,
  train,
} from '@coelho/runtime'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import type { EventPlace } from './event-place.js'
import { LiveFeed } from './live-feed.js'
import { ServedProject } from './served-project.js'

const order = z.object({
  id: z.string().max(100),
  amount: z.number(),
  shop: z.string().max(50),
  fraud: z.boolean().optional(),
})

/** Dear things of one shop are frauds; what comes first has nearly none. */
export const orders = defineProject({
  name: 'orders',
  schema: order,
  id: ({ id }) => id,
  knownLater: ['fraud'],
  features: ({ amount, shop }) => ({ amount, shop }),
  label: ({ fraud }) => fraud,
  labels: {
    schema: z.object({ of: z.string(), fraud: z.boolean() }),
    id: ({ of }) => of,
    label: ({ fraud }) => fraud,
  },
  pipeline: () =>
    compose.pipe(
      new compose.TransformerUnion(
        new compose.Select('amount'),
        compose.pipe(new compose.Select('shop'), new preprocessing.OrdinalEncoder()),
      ),
      new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    ),
  challengers: { bayes: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

export function orderOf(i: number): z.infer<typeof order> {
  const amount = (37 * i) % 100
  const shop = i % 3 === 0 ? 'north' : 'south'
  return { id: `o${i}`, amount, shop, fraud: amount > 70 && shop === 'north' }
}

/** Numbers: how long a way takes. */
export const ways = defineProject({
  name: 'ways',
  schema: z.object({ id: z.number(), km: z.number(), minutes: z.number().optional() }),
  id: ({ id }) => id,
  knownLater: ['minutes'],
  features: ({ km }) => ({ km }),
  label: ({ minutes }) => minutes,
  pipeline: () =>
    compose.pipe(new preprocessing.StandardScaler(), new linearModel.LinearRegression()),
  metric: () => metrics.bundle('regression'),
  bestBy: 'MAE',
})

export const wayOf = (id: number) => ({ id, km: id % 10, minutes: 2 * (id % 10) + 3 })

/** Two groups of three numbers and a text. */
export const visits = defineProject({
  name: 'visits',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), c: z.number() }),
  id: ({ id }) => id,
  features: ({ a, b, c }) => ({ a, b, c }),
  pipeline: () =>
    new cluster.DBSTREAM({
      ...{ clusteringThreshold: 1, fadingFactor: 0.01, cleanupInterval: 10 },
      ...{ intersectionFactor: 0.3, minimumWeight: 1 },
    }),
  metric: () => metrics.bundle('clustering'),
  bestBy: 'Silhouette',
})

export const visitOf = (id: number) => {
  const far = id % 4 === 0 ? 10 : 0
  return { id, a: far + (id % 3) * 0.1, b: far + (id % 5) * 0.1, c: far }
}

export type AnyOf = AnyProject

/** A project with its log and store in memory; `learn` trains what is in the log. */
export class Shopfront {
  readonly log: MemoryLog = new MemoryLog()
  readonly store: Objects
  readonly feed: LiveFeed = new LiveFeed()
  readonly notes: string[] = []
  readonly served: ServedProject
  private readonly project: AnyOf

  constructor(project: AnyOf, store: Objects = new MemoryObjects(), deadLetters?: string) {
    this.project = project
    this.store = store
    const place: EventPlace = {
      log: this.log,
      append: (records) => this.log.append(records),
      close: () => this.log.close(),
    }
    this.served = new ServedProject(project, {
      ...{ store, feed: this.feed, everyMs: 20, place, deadLetters },
      note: (text) => this.notes.push(text),
    })
  }

  async put(events: readonly object[]): Promise<void> {
    await this.log.append(events.map((event, time) => ({ value: JSON.stringify(event), time })))
  }

  /** Learns what was put, and leaves a version. */
  async learn(events: readonly object[] = [], keep = 1000): Promise<number> {
    await this.put(events)
    const { manifest } = await train(this.project, {
      ...{ source: new LogSource(this.log), store: this.store, untilDrained: true, keep },
    })
    return manifest.generation
  }

  /** The same, and it is served. */
  async serve(events: readonly object[] = []): Promise<number> {
    const version = await this.learn(events)
    await vi.waitFor(() => expect(this.served.version.version).toBe(version), { interval: 5 })
    return version
  }
}
