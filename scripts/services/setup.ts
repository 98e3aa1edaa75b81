// Starts a server the first time a test asks for it, and ends all of them after the last test.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'

interface Service {
  stop(): Promise<void>
}

/** How each is started; a test gets what can be told of it: addresses, names. */
const starts: Record<string, () => Promise<Service>> = {
  minio: async () => (await import('./minio.mjs')).start(),
  kafka: async () => (await import('./kafka.mjs')).start(),
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
  const server = createServer(async (request, response) => {
    const name = request.url!.slice(1)
    try {
      if (!started.has(name)) started.set(name, starts[name]!())
      response.end(JSON.stringify(await started.get(name)))
    } catch (error) {
      response.writeHead(500).end((error as Error).message)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provide('services', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)

  return async () => {
    server.closeAllConnections()
    server.close()
    const all = await Promise.allSettled(started.values())
    for (const one of all) if (one.status === 'fulfilled') await one.value.stop()
  }
}
