// Asks a server again and again over some connections: load.mjs <url> <bodies.json> <connections>
// <seconds>. Prints answers a second and how long they took.
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

const [address, file, connections, seconds] = process.argv.slice(2)
const url = new URL(address)
const bodies = JSON.parse(readFileSync(file, 'utf8')).map((body) => Buffer.from(body))
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const headers = { 'content-type': 'application/json', 'x-coelho': '1' }
const times = []
let turn = 0
let refused = 0

function ask() {
  const body = bodies[turn++ % bodies.length]
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
    }
    const asked = request(url, options, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 200) return resolve(performance.now() - began)
        if (answer.statusCode === 503 || answer.statusCode === 429) return resolve(undefined)
        reject(new Error(`${answer.statusCode}`))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function client(until, keep) {
  while (performance.now() < until) {
    const took = await ask()
    if (!keep) continue
    if (took === undefined) refused++
    else times.push(took)
  }
}

const all = (until, keep) =>
  Promise.all(Array.from({ length: Number(connections) }, () => client(until, keep)))
await all(performance.now() + 3000, false)
const began = performance.now()
await all(began + 1000 * Number(seconds), true)
const took = (performance.now() - began) / 1000
times.sort((a, b) => a - b)
const at = (share) => times[Math.floor(share * (times.length - 1))]
console.log(
  JSON.stringify({ perSecond: times.length / took, p50: at(0.5), p99: at(0.99), refused }),
)
process.exit(0)
