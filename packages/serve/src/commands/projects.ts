import type { Command } from 'commander'
import { loadConfig } from '../config/load-config.js'
import { table } from '../table.js'
import type { Terminal } from '../terminal.js'
import { type CommonGiven, configOption } from './options.js'

export function addProjects(program: Command, terminal: Terminal): void {
  program
    .command('projects')
    .description('list the projects that can be named')
    .addOption(configOption())
    .option('--json', 'as JSON')
    .action(async ({ config, json }: CommonGiven & { readonly json?: true }) => {
      const { projects, generators, path } = await loadConfig(terminal.folder, config)
      const rows = projects.map(({ name, options: { bestBy, challengers } }) => ({
        project: name,
        bestBy,
        challengers: Object.keys(challengers ?? {}),
        hasGenerator: generators?.[name] !== undefined,
      }))
      if (json) {
        terminal.out.write(`${JSON.stringify({ config: path, projects: rows })}\n`)
        return
      }
      const lines = rows.map(({ project, bestBy, challengers, hasGenerator }) => [
        ...[project, bestBy, challengers.join(', ') || '-', hasGenerator ? 'yes' : 'no'],
      ])
      const head = ['project', 'judged by', 'challengers', 'can be generated']
      terminal.out.write(`${path}\n\n${table([head, ...lines])}`)
    })
}
