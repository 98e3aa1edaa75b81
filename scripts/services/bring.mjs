// node bring.mjs: brings in the servers that tests run against. `npm test` begins with it, at a low
// priority, beside the suites that need none: most of it is waiting for the network, and building.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)

/** Each brings in what is missing, and throws an error that says what it could not. */
const installs = [
  async () => (await import('./kafka.mjs')).install(),
  async () => (await import('./postgres.mjs')).install(),
  async () => (await import('./minio.mjs')).install(),
  async () => (await import('./mlflow.mjs')).install(2),
  async () => (await import('./mlflow.mjs')).install(3),
  async () => (await import('./promtool.mjs')).install(),
]

/** What was begun by `beginEarly`, until it has ended, well or not. */
let begun = Promise.resolve()

/** Begins in a process of its own; what goes wrong there is tried, and told, by `bring`. */
export function beginEarly() {
  const child = fork(here, { stdio: 'ignore', execArgv: [] })
  setPriority(child.pid, constants.priority.PRIORITY_LOW)
  process.once('exit', () => child.kill())
  begun = once(child, 'exit')
}

/** Brings in what is missing; an error says what could not be. */
export async function bring() {
  await begun
  for (const install of installs) await install()
}

if (process.argv[1] === here) await bring()
