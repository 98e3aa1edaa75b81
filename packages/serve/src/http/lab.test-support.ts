// A server with a model that has learned a little, all in memory.
import { compose, metrics, preprocessing, tree } from '@coelho/learners'
import {
  type AnyProject,
  defineProject,
  LogSource,
  MemoryLog,
  MemoryObjects,
  train,
} from '@coelho/runtime'
import { z } from 'zod'
import type { Served } from '../api/served.js'
import { LiveFeed } from '../serving/live-feed.js'
import { LiveService } from '../serving/live-service.js'
import { ServedProject } from '../serving/served-project.js'
import type { ServerOptions } from './options.js'
import { createServer, type HttpServer } from './server.js'

export const orders: AnyProject = /* @__PURE__ */ defineProject({
  name: 'orders',
  schema: z.object({
    id: z.string().max(100),
    amount: z.number(),
    shop: z.string().max(50),
    fraud: z.boolean().optional(),
  }),
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
      new preprocessing.OrdinalEncoder(),
      new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    ),
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

/** Dear things of one shop are frauds. */
export function orderOf(i: number): { id: string; amount: number; shop: string; fraud: boolean } {
  const amount = (37 * i) % 100
  const shop = i % 3 === 0 ? 'north' : 'south'
  return { id: `o${i}`, amount, shop, fraud: amount > 70 && shop === 'north' }
}

export const ORDER = { id: 'o1', amount: 80, shop: 'north' } as const
export const PREDICT = '/v1/models/orders/predict'

export interface Lab {
  readonly server: HttpServer
  readonly url: string
  readonly port: number
  readonly served: Served
  readonly feed: LiveFeed
  readonly service: LiveService
  readonly log: MemoryLog
  close(): Promise<void>
}

/** Learns so many events and serves what came of it. */
export async function startLab(options: ServerOptions = {}, events = 300): Promise<Lab> {
  const log = new MemoryLog()
  const store = new MemoryObjects()
  const feed = new LiveFeed()
  await log.append(
    Array.from({ length: events }, (_, i) => ({ value: JSON.stringify(orderOf(i)), time: i })),
  )
  await train(orders, { source: new LogSource(log), store, untilDrained: true })
  const served = new ServedProject(orders, {
    ...{ store, feed, everyMs: 50, note: () => undefined },
    place: { log, append: (records) => log.append(records), close: () => log.close() },
  })
  await served.start()
  const service = new LiveService([served], feed)
  const server = await createServer(service, { port: 0, drainMs: 200, ...options })
  const close = async () => {
    await server.close()
    await service.close()
  }
  const port = Number(new URL(server.url).port)
  return { server, url: server.url, port, served, feed, service, log, close }
}
