import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from './cache.mjs'
import { program } from './debian.mjs'
import { capture, lastLine, npm, onPath, succeed } from './run.mjs'

/**
 * Where a tool is, or why there is none: `{ command }` or `{ missing }`. Each is looked for in its
 * environment variable first; `missing` is one line that says how to get it.
 */
export const findTool = { deno, bun, chromium }

function deno() {
  return fromNpm({ name: 'deno', version: '2.9.6', variable: 'COELHO_DENO', scope: '@deno' })
}

function bun() {
  return fromNpm({ name: 'bun', version: '1.4.5', variable: 'COELHO_BUN', scope: '@oven' })
}

/**
 * Both come as npm packages whose platform part holds the program itself, so no install script
 * has to run. About 100 MB each, hence a cache folder and not a dependency.
 */
async function fromNpm({ name, version, variable, scope }) {
  const own = process.env[variable]
  if (own) return given(variable, own)
  const release = `${name}-${version}`
  let reason = `its npm package has no program for this system`
  try {
    const folder = await cached(release, (making) => fetchFromNpm(making, name, version, variable))
    const found = await firstThatRuns(programs(folder, name, scope))
    if (found) return { command: found }
  } catch ({ message }) {
    reason = lastLine(message)
  }
  return { missing: `${name} is not here (${reason}): set ${variable} to the path of yours` }
}

async function fetchFromNpm(folder, name, version, variable) {
  console.log(`  Fetching ${name} ${version} from npm, about 100 MB; ${variable}=path uses yours.`)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const wanted = `${name}@${version}`
  const [command, args, options] = npm('install', '--prefix', folder, '--ignore-scripts', wanted)
  await succeed(command, args, { ...options, cwd: folder, timeoutMs: 300_000 })
}

function programs(folder, name, scope) {
  const base = join(folder, 'node_modules', scope)
  if (!existsSync(base)) return []
  const places = [name, `${name}.exe`, `bin/${name}`, `bin/${name}.exe`]
  return readdirSync(base)
    .flatMap((part) => places.map((place) => join(base, part, place)))
    .filter((file) => existsSync(file))
}

async function chromium() {
  const own = process.env.COELHO_CHROMIUM
  if (own) return given('COELHO_CHROMIUM', own)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  if (!onPath(...names) && existsSync(mac)) return { command: mac }
  try {
    const wanted = { names, variable: 'COELHO_CHROMIUM', packages: ['chromium'] }
    return { command: await program(wanted) }
  } catch ({ message }) {
    return { missing: message }
  }
}

async function given(variable, path) {
  if (await firstThatRuns([path])) return { command: path }
  return { missing: `${variable} is set to ${path}, which does not run` }
}

async function firstThatRuns(files) {
  for (const file of files) {
    const { code } = await capture(file, ['--version'], { timeoutMs: 30_000 })
    if (code === 0) return file
  }
  return undefined
}
