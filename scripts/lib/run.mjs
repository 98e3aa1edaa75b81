import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What tools should not do while they run here: phone home, colour a log file. */
const quiet = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_UPDATE_NOTIFIER: '1' }

/** Runs a program in front of the user. Resolves to its exit code. */
export async function show(command, args = [], options = {}) {
  const { code } = await start(command, args, { stdio: 'inherit', ...options })
  return code
}

/** Runs a program and keeps what it prints: `{ code, stdout, stderr }`. */
export function capture(command, args = [], options = {}) {
  return start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
}

/** The same for a program that has to work: an error with its last words where it does not. */
export async function succeed(command, args = [], options = {}) {
  const result = await capture(command, args, options)
  if (result.code === 0) return result
  const { code, stdout, stderr } = result
  throw new Error(`${command} ${args[0]} ended with ${code}:\n${stdout.slice(-2000)}${stderr}`)
}

/** What matters most of what a program says when it fails. */
export function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}

/** The command and arguments that run npm, also when npm itself started us. */
export function npm(...args) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('npm-cli.js')) return [process.execPath, [cli, ...args]]
  return ['npm', args, { shell: process.platform === 'win32' }]
}

/** The command and arguments that run a tool of node_modules; `name` may be `package:program`. */
export function tool(name, ...args) {
  const [packageName, program = packageName.split('/').at(-1)] = name.split(':')
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : bin[program]
  return [process.execPath, [join(folder, file), ...args]]
}

/** The full path of the first of these programs that is on the PATH. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return files.find((file) => existsSync(file))
}

function start(command, args, { cwd = root, env = {}, timeoutMs = 0, stdio, shell = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio,
      shell,
      env: { ...process.env, ...quiet, ...env },
    })
    const printed = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr']) {
      child[stream]?.setEncoding('utf8').on('data', (text) => {
        printed[stream] += text
      })
    }
    const timer = timeoutMs > 0 ? setTimeout(stop, timeoutMs) : undefined
    function stop() {
      printed.stderr += `${command} was stopped: it ran for more than ${timeoutMs / 1000} s.\n`
      child.kill('SIGKILL')
    }
    function end(code) {
      clearTimeout(timer)
      resolve({ code, ...printed })
    }
    child.on('error', (error) => {
      printed.stderr += `${error.message}\n`
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}
