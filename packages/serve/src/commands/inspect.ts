import { type Command, Option } from 'commander'
import { findProject, hint } from '../config/find-project.js'
import { type LoadedConfig, loadConfigIfAny } from '../config/load-config.js'
import { UsageError } from '../failure.js'
import { say, type Terminal } from '../terminal.js'
import {
  type CommonGiven,
  configOption,
  projectOption,
  storeOption,
  storeUrl,
  wholeNumber,
} from './options.js'

interface Given extends CommonGiven {
  readonly store?: string
  readonly generation?: number
  readonly json?: true
}

const HELP = `
It needs no configuration where --store and --project are given. By \`train --sharding partition\`
each partition has a model of its own: --project fraud.0 is that of partition 0.

Exit codes: 0, 2 wrong options or no checkpoint, 10 store, 13 damaged (an older generation that can
be used is told all the same).`

export function addInspect(
  program: Command,
  terminal: Terminal,
  end: (code: number) => void,
): void {
  program
    .command('inspect')
    .description('tell what the last checkpoint of a project is')
    .addOption(projectOption())
    .addOption(configOption())
    .addOption(storeOption())
    .addOption(new Option('--generation <n>', 'this one, not the newest').argParser(wholeNumber(1)))
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (given: Given) => end(await inspectProject(given, terminal)))
}

async function inspectProject(given: Given, terminal: Terminal): Promise<number> {
  // Projects with learners of their own need it all the same: say --config.
  const isEnough = given.project !== undefined && given.store !== undefined
  const config =
    isEnough && given.config === undefined
      ? undefined
      : await loadConfigIfAny(terminal.folder, given.config)
  const url = storeUrl(given.store, config, terminal.folder)
  const name = given.project ?? (config && findProject(config, undefined).name)
  if (name === undefined) throw new UsageError('which project? Name one by --project.')
  const [{ inspect }, { show }, { exitCodes, openStore }] = await Promise.all([
    import('../inspect/facts.js'),
    import('../inspect/show.js'),
    import('@coelho/runtime'),
  ])
  const learners = config?.projects.find((project) => project.name === name)?.options.learners
  const facts = await inspect(await openStore(url), name, given.generation, learners)
  if (!facts)
    throw new UsageError(`${url} has no checkpoint of ${JSON.stringify(name)}.${why(name, config)}`)
  terminal.out.write(given.json ? `${JSON.stringify(facts)}\n` : show(facts))
  for (const { generation, reason } of facts.damaged) {
    say(terminal, `generation ${generation} is damaged: ${reason}.`)
  }
  return facts.damaged.length > 0 ? exitCodes.corrupt : exitCodes.stopped
}

function why(name: string, config: LoadedConfig | undefined): string {
  const names = config?.projects.map((project) => project.name) ?? []
  if (names.includes(name)) return ' It was not trained yet: `coelho train` does it.'
  return config ? hint(name, names) : ''
}
