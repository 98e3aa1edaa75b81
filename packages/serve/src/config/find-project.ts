import type { AnyProject } from '@coelho/runtime'
import { UsageError } from '../failure.js'
import type { EventGenerator } from '../generate/event-generator.js'
import { meant, nearestFirst } from '../nearest.js'
import type { LoadedConfig } from './load-config.js'

/** The project of this name; the only one there is where none was named. */
export function findProject(config: LoadedConfig, name: string | undefined): AnyProject {
  const { projects, path } = config
  const names = projects.map((project) => project.name)
  if (name === undefined) {
    if (projects.length === 1) return projects[0]!
    throw new UsageError(`which project? Name one by --project: ${listed(names)} (${path}).`)
  }
  const found = projects.find((project) => project.name === name)
  if (found) return found
  throw new UsageError(
    `there is no project ${JSON.stringify(name)} in ${path}.${hint(name, names)}`,
  )
}

/** What makes up events of a project. */
export function findGenerator(config: LoadedConfig, name: string): EventGenerator {
  const generator = config.generators?.[name]
  if (generator) return generator
  const advice = `add it in ${config.path}: generators: { ${name}: (options) => … }`
  const others = Object.keys(config.generators ?? {})
  const there = others.length > 0 ? ` There are generators of ${listed(others)}.` : ''
  throw new UsageError(`nothing makes up events of ${name}: ${advice}.${there}`)
}

/** ` Did you mean "fraud"? There are fraud, shop and arrival.`, the most alike first. */
export function hint(given: string, names: readonly string[]): string {
  const near = meant(given, names)
  const question = near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`
  return `${question} There are: ${listed(nearestFirst(given, names))}.`
}

function listed(names: readonly string[]): string {
  return names.length > 0 ? names.join(', ') : 'none'
}
