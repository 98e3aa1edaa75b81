import { existsSync } from 'node:fs'
import { capture, lastLine, onPath } from './run.mjs'

/**
 * A program by its variable, on the PATH, or from Debian's packages; an error says how to get it.
 *
 * @param {object} wanted
 * @param {string[]} wanted.names What it may be called; the first is what it is called here.
 * @param {string} wanted.variable
 * @param {string[]} wanted.packages
 * @returns {Promise<string>} Its path.
 */
export async function program({ names, variable, packages }) {
  const found = process.env[variable] ?? onPath(...names)
  if (found) return found
  const [name] = names
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Error(`${name} is not here: install it, or set ${variable} to its path`)
  }
  console.log(`  Installing Debian's ${name} with apt-get; ${variable}=path uses yours.`)
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 }
  await capture('apt-get', ['update', '-qq'], options)
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
  const { stderr } = await capture('apt-get', install, options)
  const command = onPath(...names)
  if (command) return command
  throw new Error(`apt-get install ${packages.join(' ')} did not work: ${lastLine(stderr)}`)
}
