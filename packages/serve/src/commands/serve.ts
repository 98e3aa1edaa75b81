import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { findProject } from '../config/find-project.js'
import { loadConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'
import type { HttpGiven } from '../start/http-options.js'
import type { Terminal } from '../terminal.js'
import {
  brokersOption,
  configOption,
  duration,
  notNegative,
  projectOption,
  storeOption,
  storeUrl,
  wholeNumber,
} from './options.js'
import { kafkaAccess } from './place.js'

interface ServeGiven extends HttpGiven {
  readonly project?: string
  readonly config?: string
  readonly store?: string
  readonly data?: string
  readonly brokers?: readonly string[]
  readonly train?: true
  readonly checkpointInterval: number
  readonly generate?: number
}

const HELP = `
Without --data it follows a store that trainers write elsewhere, and answers by the newest version
there is. With --data it has a log for each project in that folder, takes events over HTTP into it,
and with --train learns them, each project in a thread of its own; --generate makes events up.

Who may do what is said by tokens, one a line in the file of --tokens or in COELHO_TOKENS:
  read:<token>  predict:<token>  admin:<token>
Without tokens only this machine can connect.

Examples:
  coelho serve --store s3://models/coelho --brokers localhost:9092
  coelho serve --data data --train
  coelho serve --data data --train --generate 100`

export function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('answer over HTTP, with a dashboard; learn what comes, if it is asked to')
    .addOption(projectOption())
    .addOption(configOption())
    .addOption(storeOption())
    .option('--data <folder>', 'where embedded logs are, and checkpoints unless --store is told')
    .addOption(brokersOption().env('COELHO_BROKERS'))
    .option('--train', 'learn the logs of --data')
    .option('--checkpoint-interval <time>', 'a version after so much time', duration, 2000)
    .option('--generate <rate>', 'make up so many events of each project a second', notNegative)
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'at which port; 0 takes a free one', wholeNumber(0), 8080)
    .option('--tokens <file>', 'who may do what (default: COELHO_TOKENS)')
    .option('--allow-host <name...>', 'names by which the server may be called')
    .option('--allow-origin <url...>', 'sites whose pages may ask, such as https://example.org')
    .option('--log-level <level>', 'of the log of requests: debug, info, warn, error', 'warn')
    .addHelpText('after', HELP)
    .action((given: ServeGiven) => serve(given, terminal))
}

async function serve(given: ServeGiven, terminal: Terminal): Promise<void> {
  const { folder } = terminal
  const config = await loadConfig(folder, given.config)
  const { project } = given
  const projects = project === undefined ? config.projects : [findProject(config, project)]
  const data = given.data === undefined ? undefined : resolve(folder, given.data)
  if (given.train && data === undefined) throw new UsageError('--train learns the logs of --data.')
  if (given.generate && data === undefined) throw new UsageError('--generate fills --data.')
  const own =
    data === undefined || given.store !== undefined ? undefined : join(data, 'checkpoints')
  const { runServe } = await import('../start/run-serve.js')
  const { httpOptions } = await import('../start/http-options.js')
  await runServe(
    {
      ...{ config, projects, data },
      store: own ?? storeUrl(given.store, config, folder),
      kafka: data === undefined ? kafkaAccess(config, given.brokers) : undefined,
      train: given.train ?? false,
      checkpointMs: given.checkpointInterval,
      generate: given.generate,
      http: httpOptions(given, terminal),
    },
    terminal,
  )
}
