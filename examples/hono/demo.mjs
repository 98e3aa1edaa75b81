// Starts the server, and is its client: asks for 1,000 loans, and tells fifty loans later which
// were right.
//
//   node examples/hono/demo.mjs
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { datasets } from '@coelho/learners'

const LATER = 50

const server = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), {
  env: { ...process.env, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
})
const [line] = await once(server.stdout.setEncoding('utf8'), 'data')
const [url] = /http:\S+/.exec(line)
console.log(`${url} answers and learns\n`)

async function post(path, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, ...(await response.json()) }
}

const untold = []
let count = 0
for (const [loan, label] of new datasets.synth.Agrawal({ seed: 7 }).take(1000)) {
  const { id } = await post('/predict', loan)
  untold.push({ id, label })
  if (untold.length > LATER) await post('/learn', untold.shift())
  if (++count % 250 === 0) {
    const { asked, learned, accuracy } = await (await fetch(`${url}/score`)).json()
    console.log(`${asked} asked, ${learned} learned: ${(100 * accuracy).toFixed(1)} % were right`)
  }
}

const refused = await post('/predict', ['not', 'an', 'event'])
console.log(`\nwhat is no event is refused with ${refused.status}: ${refused.error}`)
server.kill('SIGTERM')
await once(server, 'exit')
