import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { findGenerator, findProject } from '../config/find-project.js'
import { loadConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'
import type { Pacing } from '../generate/run-generate.js'
import type { Terminal } from '../terminal.js'
import {
  brokersOption,
  type CommonGiven,
  configOption,
  duration,
  logOption,
  notNegative,
  projectOption,
  share,
  wholeNumber,
} from './options.js'
import { kafkaAccess } from './place.js'

interface Given extends CommonGiven {
  readonly brokers?: readonly string[]
  readonly log?: string
  readonly topic?: string
  readonly labelsTopic?: string
  readonly partitions?: number
  readonly rate?: number
  readonly count?: number
  readonly seed: string
  readonly drift?: readonly Drift[]
  readonly missing?: number
  readonly malformed?: number
  readonly labelDelay?: number
  readonly set?: Readonly<Record<string, unknown>>
}

type Drift = { readonly at: number } & (
  | { readonly kind: 'abrupt' }
  | { readonly kind: 'gradual'; readonly over: number }
)

const HELP = `
Where the events go:
  to standard output as JSON lines, unless --log or --brokers is given.
  A seed gives the same events at any rate: --rate says how fast they are written.

Examples:
  coelho generate --project fraud --count 100000 --seed a > events.jsonl
  coelho generate --project fraud --log data/fraud --rate 500 --label-delay 1h
  coelho generate --project fraud --count 50000 --drift 20000,30000+5000 --malformed 0.01`

export function addGenerate(program: Command, terminal: Terminal): void {
  program
    .command('generate')
    .description('make up events of a project: to a log, to Kafka, or to standard output')
    .addOption(projectOption())
    .addOption(configOption())
    .addOption(brokersOption())
    .addOption(logOption())
    .option('--topic <name>', 'the topic of Kafka (default: the name of the project)')
    .option('--labels-topic <name>', 'another topic for labels that come later')
    .option('--partitions <n>', 'of a new log (default: 1)', wholeNumber(1))
    .option('--rate <n>', 'events a second (default: as fast as possible)', notNegative)
    .option('--count <n>', 'so many events (default: until it is stopped)', wholeNumber(0))
    .option('--seed <text>', 'the same seed gives the same events', '1')
    .option('--drift <list>', 'the world changes at these events; N+M: over M events', drifts)
    .option('--missing <share>', 'of the values that may be missing', share)
    .option('--malformed <share>', 'of events that cannot be used', share)
    .option('--label-delay <time>', 'labels come as events of their own, so much later', duration)
    .addOption(
      new Option('--set <name=value>', 'any other option of the generator').argParser(setting),
    )
    .addHelpText('after', HELP)
    .action((given: Given) => generate(given, terminal))
}

async function generate(given: Given, terminal: Terminal): Promise<void> {
  const { brokers, log, topic, labelsTopic, partitions, rate, count, seed } = given
  if (brokers && log !== undefined) throw new UsageError('give --log or --brokers, not both.')
  const isUnbounded = count === undefined && !rate
  if (isUnbounded && (brokers || log !== undefined)) {
    const danger = 'as fast as possible, without an end, would fill the disk'
    throw new UsageError(`${danger}: give --count N, or --rate N events a second.`)
  }
  const config = await loadConfig(terminal.folder, given.config)
  const { name } = findProject(config, given.project)
  const generator = findGenerator(config, name)
  const { drift, missing, malformed, labelDelay, set } = given
  const options = { seed, count, drift, missing, malformed, labelDelay, ...set }
  const asked = Object.entries(options).filter(([, value]) => value !== undefined)
  const records = generator(Object.fromEntries(asked))
  const pacing: Pacing = { name, records, rate: rate || undefined, count }
  const { runGenerate } = await import('../generate/run-generate.js')
  const events = topic ?? name
  const place = {
    log: log === undefined ? undefined : resolve(terminal.folder, log),
    partitions,
    kafka: brokers && kafkaAccess(config, brokers),
    topics: { events, labels: labelsTopic ?? events },
  }
  await runGenerate(pacing, place, terminal)
}

/** `20000` is abrupt, `30000+5000` gradual over 5000 events. */
function drifts(text: string): Drift[] {
  return text.split(',').map((one) => {
    const [, at, over] = /^(\d+)(?:\+([1-9]\d*))?$/.exec(one.trim()) ?? []
    if (at === undefined) {
      throw new InvalidArgumentError('It must be a list such as 20000,30000+5000.')
    }
    if (over === undefined) return { at: Number(at), kind: 'abrupt' }
    return { at: Number(at), kind: 'gradual', over: Number(over) }
  })
}

/** A value is JSON where it can be: numbers, lists; else a text. */
function setting(
  text: string,
  before: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It must be name=value, such as users=500.')
  return { ...before, [text.slice(0, at)]: readValue(text.slice(at + 1)) }
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
