import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a command to its end; gives what it printed, or fails with the last that it said. */
export async function run(command, args, options = {}) {
  try {
    const { stdout } = await execute(command, args, { maxBuffer: 64 * 2 ** 20, ...options })
    return stdout
  } catch (error) {
    const said = (error.stderr || error.stdout || error.message).trim().split('\n')
    throw new Error(`${command}: ${said.slice(-3).join(' | ')}`, { cause: error })
  }
}

/** What the command prints, also on the error channel; undefined if there is no such command. */
export async function ask(command, args) {
  try {
    const { stdout, stderr } = await execute(command, args)
    return (stdout || stderr).trim()
  } catch {
    return undefined
  }
}
