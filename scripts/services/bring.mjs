// node bring.mjs: brings in the servers that tests run against. `npm test` begins with it, beside the
// suites that need none: most of it is waiting for the network, and building.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { findTool } from '../lib/tools.mjs'

const here = fileURLToPath(import.meta.url)
/**
 * MinIO takes four minutes of a processor to build: a quarter of one beside the unit tests. At the
 * lowest priority it took 18 minutes beside them.
 */
const PRIORITY = 5

/** Each brings in what is missing, and throws an error that says what it could not. */
const installs = {
  build: [async () => (await import('./minio.mjs')).install()],
  fetch: [
    async () => (await import('./kafka.mjs')).install(),
    async () => (await import('./postgres.mjs')).install(),
    async () => (await import('./mlflow.mjs')).install(2),
    async () => (await import('./mlflow.mjs')).install(3),
    async () => (await import('./promtool.mjs')).install(),
  ],
}

/** What was begun by `beginEarly`, until it has ended, well or not. */
let begun = Promise.resolve()

/** Begins in a process of its own; what goes wrong there is tried, and told, by `bring`. */
export function beginEarly() {
  const child = fork(here, { stdio: 'ignore', execArgv: [] })
  setPriority(child.pid, PRIORITY)
  process.once('exit', () => child.kill())
  begun = once(child, 'exit')
}

/** Brings in what is missing; an error says what could not be. */
export async function bring() {
  await begun
  for (const chain of Object.values(installs)) await inTurn(chain)
}

async function inTurn(chain) {
  for (const install of chain) await install()
}

/** What other suites ask for goes along; they say themselves what could not be had. */
const others = Object.values(findTool)

if (process.argv[1] === here) {
  await Promise.all([...Object.values(installs), others].map(inTurn))
}
