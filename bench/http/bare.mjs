// A handler of Hono's that reads JSON and writes a short answer: what a server costs that does
// nothing. It says its address.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()
app.post('/predict', async (c) => {
  const body = await c.req.json()
  const one = (event) => ({ id: event.transaction_id, prediction: 0 })
  return c.json(Array.isArray(body) ? { predictions: body.map(one) } : one(body))
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`)
})
