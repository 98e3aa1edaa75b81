import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { AnyProject } from '@coelho/runtime'
import { UsageError } from '../failure.js'
import { shown } from '../text.js'
import type { Config } from './define-config.js'

const NAMES = ['ts', 'mts', 'js', 'mjs'].map((ending) => `coelho.config.${ending}`)

/** A configuration that was found and can be used. */
export interface LoadedConfig extends Config {
  /** The file it came from. */
  readonly path: string
}

/** The configuration that was named, or the nearest one in this folder and above. */
export async function loadConfig(folder: string, given?: string): Promise<LoadedConfig> {
  const config = await loadConfigIfAny(folder, given)
  if (config) return config
  throw new UsageError(
    `no ${NAMES[0]} in ${folder} or above. It must say what can be trained, ` +
      '`export default defineConfig({ projects: [...] })`; --config names another file.',
  )
}

/** The same for commands that can do without: `undefined` where there is none. */
export async function loadConfigIfAny(
  folder: string,
  given?: string,
): Promise<LoadedConfig | undefined> {
  const path = given === undefined ? findConfig(folder) : resolve(folder, given)
  if (path === undefined) return undefined
  if (!existsSync(path)) throw new UsageError(`there is no configuration ${path} (--config).`)
  return { ...check(await importDefault(path), path), path }
}

function findConfig(folder: string): string | undefined {
  const found = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (found !== undefined || dirname(folder) === folder) return found
  return findConfig(dirname(folder))
}

/** Modules of TypeScript and what they import, `paths` of a tsconfig.json included. */
async function importDefault(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  try {
    return await createJiti(path, { tsconfigPaths: true }).import(path, { default: true })
  } catch (error) {
    const [reason = ''] = String((error as Error).message ?? error).split('\n')
    const place = placeOf(error)
    const where =
      place === undefined || place.startsWith(path) ? (place ?? path) : `${path}, ${place}`
    throw new UsageError(`${where}: cannot be loaded: ${reason.trim()}`, { cause: error })
  }
}

/** The first file that an error names, with its line; not one of a package. */
function placeOf(error: unknown): string | undefined {
  const { message = '', stack = '' } = error as Partial<Error>
  const places = `${message}\n${stack}`.match(/(?:\/|[A-Z]:\\)[^\s():]+\.[cm]?[jt]s(?::\d+)?/g)
  return places?.find((place) => !/[\\/]node_modules[\\/]|[\\/]dist[\\/]/.test(place))
}

function check(config: unknown, path: string): Config {
  const refuse = (expected: string, received: unknown) =>
    new UsageError(`${path}: ${expected}, got ${shown(received)}.`)
  const isObject = typeof config === 'object' && config !== null
  const { projects, generators, store, kafka } = (isObject ? config : {}) as Partial<Config>
  if (!Array.isArray(projects)) {
    const expected = 'the default export must be defineConfig({ projects: [...] })'
    throw refuse(expected, config)
  }
  const stranger = projects.find((project) => !isProject(project))
  if (stranger !== undefined) throw refuse('projects must come from defineProject', stranger)
  const names = projects.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw refuse('each project must have a name of its own', twice)
  for (const [name, generator] of Object.entries(generators ?? {})) {
    if (!names.includes(name)) throw refuse('generators must be named as projects are', name)
    if (typeof generator !== 'function') {
      throw refuse(`the generator of ${name} must be a function of options`, generator)
    }
  }
  if (store !== undefined && typeof store !== 'string') throw refuse('store must be a URL', store)
  if (kafka !== undefined && typeof kafka !== 'object') {
    throw refuse('kafka must be an object such as { brokers: ["localhost:9092"] }', kafka)
  }
  return config as Config
}

/** Asked by what it can do: a project may come from another copy of the package. */
function isProject(value: unknown): value is AnyProject {
  const { name, parse } = (value ?? {}) as Partial<AnyProject>
  return typeof name === 'string' && typeof parse === 'function'
}
