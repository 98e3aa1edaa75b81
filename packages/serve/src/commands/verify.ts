import type { Command } from 'commander'
import { findProject } from '../config/find-project.js'
import { loadConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'
import type { Terminal } from '../terminal.js'
import { grouped } from '../text.js'
import {
  brokersOption,
  type CommonGiven,
  configOption,
  inputOption,
  logOption,
  projectOption,
  storeOption,
  storeUrl,
  topicOption,
} from './options.js'
import { type PlaceGiven, placeOf } from './place.js'

interface Given extends CommonGiven, PlaceGiven {
  readonly store?: string
  readonly json?: true
}

const HELP = `
A checkpoint records in which order it learned which events. They are learned again in that order;
what comes out must be the state of the checkpoint, to the last bit. Give the events that were
learned, by one of --log, --input and --brokers.

Exit codes: 0 the same, 2 wrong options, 10 store, 11 events cannot be read, 12 events are gone,
13 it is not the same.`

export function addVerify(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('verify')
    .description('learn the events of the last checkpoint again, and compare')
    .addOption(projectOption())
    .addOption(configOption())
    .addOption(storeOption())
    .addOption(logOption())
    .addOption(inputOption())
    .addOption(brokersOption().env('COELHO_BROKERS'))
    .addOption(topicOption())
    .option('--json', 'JSON also on a terminal')
    .addHelpText('after', HELP)
    .action(async (given: Given, command: Command) => {
      end(await verifyProject(given, command, terminal))
    })
}

async function verifyProject(given: Given, command: Command, terminal: Terminal): Promise<number> {
  const { folder, out } = terminal
  const config = await loadConfig(folder, given.config)
  const project = findProject(config, given.project)
  const url = storeUrl(given.store, config, folder)
  const place = placeOf(given, config, project.name, command)
  const [{ openLog }, { Checkpoints, exitCodes, openStore, verify }] = await Promise.all([
    import('../train/sources.js'),
    import('@coelho/runtime'),
  ])
  const log = await openLog(place, folder, { isWhole: true })
  try {
    const checkpoints = new Checkpoints(await openStore(url), project.name)
    if ((await checkpoints.generations()).length === 0) {
      throw new UsageError(`${url} has no checkpoint of ${JSON.stringify(project.name)}.`)
    }
    const verified = await verify(project, checkpoints, log)
    const { generation, replayed, sha256, isSame } = verified
    if (given.json || !out.isTTY) {
      out.write(`${JSON.stringify({ project: project.name, ...verified })}\n`)
    } else {
      const what = isSame ? 'the same' : 'NOT THE SAME'
      const text = `${grouped(replayed)} events were learned again, the state is ${what}`
      out.write(`${project.name}: generation ${generation}: ${text} (${sha256}).\n`)
    }
    return isSame ? exitCodes.stopped : exitCodes.corrupt
  } finally {
    await log.close()
  }
}
