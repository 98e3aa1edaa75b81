// node examples/hono/server.mjs: serves on PORT, 3000 unless told.
import { serve } from '@hono/node-server'
import { createApp } from './app.mjs'

const server = serve({
  fetch: createApp().fetch,
  hostname: process.env.HOST ?? '127.0.0.1',
  port: Number(process.env.PORT ?? 3000),
})
server.on('listening', () => {
  const { address, port } = server.address()
  console.log(`http://${address}:${port} answers and learns; Ctrl-C ends it`)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close())
