import { Command, CommanderError } from 'commander'
import { addGenerate } from './commands/generate.js'
import { addInspect } from './commands/inspect.js'
import { addProjects } from './commands/projects.js'
import { addServe } from './commands/serve.js'
import { addTrain } from './commands/train.js'
import { addVerify } from './commands/verify.js'
import { failureOf, USAGE } from './failure.js'
import { version } from './own-files.js'
import { processTerminal, say, type Terminal } from './terminal.js'

const DESCRIPTION =
  'Generates events, learns projects from logs and from Kafka, and tells what was learned.\n' +
  'Projects are defined in a coelho.config.ts. `coelho help train` tells more of train.'

/**
 * Does what the arguments say, those after the name of the program; the process's exit code.
 *
 * @example
 * await run(['--version']) // => 0
 */
export async function run(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> {
  let exitCode = 0
  const program = buildProgram(terminal, (code) => {
    exitCode = code
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    const failure = failureOf(error, Boolean(terminal.env['COELHO_DEBUG']))
    say(terminal, failure.text)
    return failure.exitCode
  }
}

function buildProgram(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command('coelho')
    .description(DESCRIPTION)
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      getOutHelpWidth: () => terminal.out.columns ?? 100,
      getErrHelpWidth: () => terminal.err.columns ?? 100,
      outputError: (text, writeText) => writeText(text.replace(/^error: /, 'coelho: ')),
    })
    .showSuggestionAfterError()
  addProjects(program, terminal)
  addGenerate(program, terminal)
  addTrain(program, terminal)
  addServe(program, terminal)
  addInspect(program, terminal, end)
  addVerify(program, terminal, end)
  return program
}
