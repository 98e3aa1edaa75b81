import { dirname, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { LoadedConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'

/** What nearly every command can be given. */
export interface CommonGiven {
  readonly project?: string
  readonly config?: string
}

export function projectOption(): Option {
  return new Option('-p, --project <name>', 'which project; `coelho projects` lists them')
}

export function configOption(): Option {
  const text = 'the configuration (default: the nearest coelho.config.ts in this folder or above)'
  return new Option('-c, --config <file>', text)
}

export function storeOption(): Option {
  const text = 'where checkpoints are: a folder, or s3://bucket/prefix?endpoint=…&region=…'
  return new Option('-s, --store <url>', text).env('COELHO_STORE')
}

export function brokersOption(): Option {
  const text = 'Kafka, as host:port, several by commas'
  return new Option('--brokers <list>', text).argParser(brokers)
}

/** Several topics whose events belong together, such as events and their labels. */
export function topicOption(): Option {
  const text = 'topics of Kafka (default: one named like the project)'
  return new Option('--topic <list>', text).argParser(names)
}

export function logOption(): Option {
  return new Option('--log <folder>', 'an embedded log')
}

export function inputOption(): Option {
  return new Option('--input <file>', 'a file of JSON lines, an event each')
}

/** Where checkpoints are: as it was given, or as the configuration says. */
export function storeUrl(
  given: string | undefined,
  config: LoadedConfig | undefined,
  folder: string,
): string {
  if (given !== undefined) return located(given, folder)
  if (config?.store !== undefined) return located(config.store, dirname(config.path))
  throw new UsageError(
    'where are the checkpoints? ' +
      'Name a folder or a URL by --store, or `store` in the configuration.',
  )
}

/** A path is seen from a folder, a URL from nowhere. */
function located(url: string, folder: string): string {
  const [, path] = /^(?:file:)?([^/].*)$/.exec(url) ?? []
  const isPath = path !== undefined && !/^[a-z][a-z0-9+.-]+:/i.test(path)
  return isPath ? resolve(folder, path) : url
}

export function wholeNumber(atLeast: number): (text: string) => number {
  return (text) => {
    const number = Number(text.replaceAll('_', ''))
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= atLeast) return number
    throw new InvalidArgumentError(`It must be a whole number, ${atLeast} or more.`)
  }
}

export function notNegative(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number
  throw new InvalidArgumentError('It must be a number, 0 or more.')
}

export function share(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= 0 && number <= 1) return number
  throw new InvalidArgumentError('It must be a share from 0 to 1, such as 0.02.')
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 },
}

/** Milliseconds of `500ms`, `10s`, `5m`, `2h`, `1d`. */
export function duration(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  if (unit !== '') return Number(number) * UNITS[unit]!
  throw new InvalidArgumentError('It must be a time such as 500ms, 10s, 5m, 2h or 1d.')
}

/** Several by commas. */
function names(text: string): string[] {
  const list = text.split(',').map((one) => one.trim())
  if (list.every((one) => one !== '')) return list
  throw new InvalidArgumentError('It must be names, several by commas.')
}

export function oneOf<Name extends string>(...names: Name[]): (text: string) => Name {
  return (text) => {
    const name = names.find((one) => one === text)
    if (name !== undefined) return name
    throw new InvalidArgumentError(`It must be ${names.join(' or ')}.`)
  }
}

function brokers(text: string): string[] {
  const list = names(text)
  if (list.every((one) => /^[^\s:]+:\d+$|^\[[^\]]+\]:\d+$/.test(one))) return list
  throw new InvalidArgumentError('It must be host:port, several by commas: localhost:9092.')
}
