import { fork } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const keeper = fileURLToPath(new URL('keep.mjs', import.meta.url))

/**
 * @typedef {object} Launched A server of another kind that runs as a child of this process.
 * @property {number} pid The server's own process.
 * @property {() => boolean} isRunning
 * @property {() => string} output What it has printed so far.
 * @property {(signal?: NodeJS.Signals) => Promise<void>} kill SIGKILL unless told; waits for the
 *   end only after a SIGKILL.
 * @property {(graceMs?: number) => Promise<void>} stop SIGTERM, and SIGKILL after a while.
 * @property {Promise<void>} ended
 */

/**
 * Starts a server that ends when this process does, however this one ends: nothing stays behind
 * after Ctrl-C or a SIGKILL. What it prints goes to a file.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.log The file for what it prints, which is appended to.
 * @param {string} [options.owned] A folder to remove should this process end before it.
 * @param {Record<string, string | undefined>} [options.env]
 * @param {string} [options.cwd]
 * @returns {Promise<Launched>}
 */
export async function launch(program, args, { log, owned = '-', env = {}, cwd }) {
  const file = openSync(log, 'a')
  const keep = fork(keeper, [owned, program, ...args], {
    stdio: ['ignore', file, file, 'ipc'],
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    ...(cwd ? { cwd } : {}),
  })
  closeSync(file)
  const state = { running: true }
  const ended = new Promise((resolve) => {
    const end = () => {
      state.running = false
      resolve()
    }
    keep.on('exit', end).on('message', (told) => {
      if (!('code' in told)) return
      keep.send('noted', () => {})
      end()
    })
  })
  const pid = await pidOf(keep, program)
  keep.unref()
  keep.channel?.unref()
  /** Until then this process has something to wait for. */
  const untilEnded = () => {
    keep.channel?.ref()
    return ended
  }
  return {
    ...{ pid, ended, isRunning: () => state.running },
    output: () => readFileSync(log, 'utf8'),
    async kill(signal = 'SIGKILL') {
      send(pid, signal, state)
      if (signal === 'SIGKILL') await untilEnded()
    },
    async stop(graceMs = 10_000) {
      send(pid, 'SIGTERM', state)
      const timer = setTimeout(send, graceMs, pid, 'SIGKILL', state)
      await untilEnded()
      clearTimeout(timer)
    },
  }
}

/** @returns {Promise<number>} */
function pidOf(keep, program) {
  return new Promise((resolve, reject) => {
    keep.on('message', (told) => {
      if (told.pid) resolve(told.pid)
      if (told.error) reject(new Error(`${program} does not start: ${told.error}`))
    })
    keep.on('error', reject)
    keep.on('exit', () => reject(new Error(`${program} does not start`)))
  })
}

/** Never to a number that may be another's by now. */
function send(pid, signal, { running }) {
  if (!running) return
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/**
 * Waits until `check` answers true; an error where the server ended, or it takes too long.
 *
 * @param {Launched} server
 * @param {() => Promise<boolean>} check
 * @param {{ name: string, limitMs?: number, everyMs?: number }} options
 */
export async function untilReady(server, check, { name, limitMs = 60_000, everyMs = 50 }) {
  const end = performance.now() + limitMs
  while (!(await check().catch(() => false))) {
    const tail = () => server.output().split('\n').slice(-15).join('\n')
    if (!server.isRunning()) throw new Error(`${name} ended at once:\n${tail()}`)
    if (performance.now() > end) {
      await server.kill()
      throw new Error(`${name} is not ready after ${limitMs / 1000} s:\n${tail()}`)
    }
    await wait(everyMs)
  }
}

/** A port of the loopback interface that nobody listens on. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address())
      probe.close(() => resolve(port))
    })
  })
}
