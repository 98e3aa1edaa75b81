import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
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
  await apt('update', '-qq')
  const { stderr } = await apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
  const command = onPath(...names)
  if (command) return command
  throw new Error(`apt-get install ${packages.join(' ')} did not work: ${lastLine(stderr)}`)
}

/** Two at once would shut each other out: the later one waits. */
async function apt(...args) {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 }
  for (const end = performance.now() + 600_000; ; ) {
    const result = await capture('apt-get', args, options)
    const isLocked = result.code !== 0 && /could not get lock/i.test(result.stderr)
    if (!isLocked || performance.now() > end) return result
    await wait(2000)
  }
}
