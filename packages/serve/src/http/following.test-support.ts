// A server that follows a folder to which another process writes versions, small or large ones.
import { Frame, neighbors } from '@coelho/learners'
import {
  type AnyProject,
  defineProject,
  FileObjects,
  LogSource,
  MemoryLog,
  train,
} from '@coelho/runtime'
import { LiveFeed } from '../serving/live-feed.js'
import { LiveService } from '../serving/live-service.js'
import { ServedProject } from '../serving/served-project.js'
import { orderOf, orders } from './lab.test-support.js'
import type { ServerOptions } from './options.js'
import { createServer, type HttpServer } from './server.js'

const ROWS = 65_536
/** Of a number that is kept, and of the mark that it is there. */
const BYTES = 9

/** The orders, and beside the tree that answers a challenger that keeps megabytes of rows. */
export function heavyOrders(megabytes: number): AnyProject {
  const width = Math.max(1, Math.round((megabytes * 1e6) / BYTES / ROWS))
  const names = Array.from({ length: width }, (_, f) => `f${f}`)
  const column = (f: number) => Float64Array.from({ length: ROWS }, (_, i) => Math.sin(i * f))
  const large = () => {
    const engine = new neighbors.LazySearch({ windowSize: ROWS })
    const model = new neighbors.KNNClassifier({ engine })
    const columns = Object.fromEntries(names.map((name, f) => [name, column(f + 1)]))
    model.learnMany(Frame.fromColumns(columns), Array(ROWS).fill(false))
    return model
  }
  return defineProject({
    ...orders.options,
    ...(megabytes > 0 && { challengers: { large } }),
  }) as AnyProject
}

/** Trains version after version into a folder. */
export class Writer {
  private readonly log = new MemoryLog()
  private readonly store: FileObjects
  private readonly project: AnyProject
  private learned = 0

  constructor(folder: string, megabytes: number) {
    this.store = new FileObjects(folder)
    this.project = heavyOrders(megabytes)
  }

  async write(): Promise<number> {
    const events = Array.from({ length: 5 }, () => ({
      value: JSON.stringify(orderOf(this.learned++)),
      time: this.learned,
    }))
    await this.log.append(events)
    const { manifest } = await train(this.project, {
      ...{ source: new LogSource(this.log), store: this.store, untilDrained: true, keep: 1000 },
    })
    return manifest.generation
  }
}

export async function startFollowing(
  folder: string,
  options: ServerOptions,
): Promise<{ server: HttpServer; port: number }> {
  const feed = new LiveFeed()
  const store = new FileObjects(folder)
  const note = () => undefined
  const served = new ServedProject(orders, { store, feed, everyMs: 20, note })
  await served.start()
  const server = await createServer(new LiveService([served], feed), { port: 0, ...options })
  return { server, port: Number(new URL(server.url).port) }
}
