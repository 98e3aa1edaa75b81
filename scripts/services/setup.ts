// Starts a server the first time a test asks for it, and ends all of them after the last test.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import type { start as startMinio } from './minio.mjs'
import type { StartOptions } from './mlflow.mjs'
import type { start as startPostgres } from './postgres.mjs'

interface Service {
  stop(): Promise<void>
}

/** One that others are built on is asked for by its name, and started once. */
type Ask = (name: string) => Promise<Service>

/** How each is started; a test gets what can be told of it: addresses, names. */
const starts: Record<string, (ask: Ask) => Promise<Service>> = {
  minio: async () => (await import('./minio.mjs')).start(),
  kafka: async () => (await import('./kafka.mjs')).start(),
  postgres: async () => (await import('./postgres.mjs')).start(),
  mlflow: async () => (await import('./mlflow.mjs')).start(),
  'mlflow-2': (ask) => mlflowOnServers(ask, { major: 2 }),
  'mlflow-direct': (ask) => mlflowOnServers(ask, { direct: true }),
}

/** One whose database is PostgreSQL, and whose artifacts are in a bucket. */
async function mlflowOnServers(ask: Ask, options: StartOptions): Promise<Service> {
  const postgres = (await ask('postgres')) as Awaited<ReturnType<typeof startPostgres>>
  const bucket = (await ask('minio')) as Awaited<ReturnType<typeof startMinio>>
  const backend = await postgres.database(`mlflow${options.major ?? 3}`)
  return (await import('./mlflow.mjs')).start({ ...options, backend, bucket })
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where tests ask for a service. */
    services: string
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const started = new Map<string, Promise<Service>>()
  const ask: Ask = (name) => {
    const there = started.get(name) ?? starts[name]!(ask)
    started.set(name, there)
    return there
  }
  const server = createServer(async (request, response) => {
    const name = request.url!.slice(1)
    try {
      response.end(JSON.stringify(await ask(name)))
    } catch (error) {
      response.writeHead(500).end((error as Error).message)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provide('services', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)

  return async () => {
    server.closeAllConnections()
    server.close()
    // The last that was asked for first: it may stand on those before.
    const all = await Promise.allSettled([...started.values()].reverse())
    for (const one of all) if (one.status === 'fulfilled') await one.value.stop()
  }
}
