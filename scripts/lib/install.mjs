import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root, show, tool } from './run.mjs'

const oldest = [20, 19]

/** Brings the dependencies in when they are missing, or older than the lock file. */
export async function install() {
  refuseOldNode()
  if (isInstalled()) return
  console.log('Installing the dependencies (npm ci).')
  const [command, args, options] = npm('ci', '--no-fund', '--no-audit')
  const code = await show(command, args, options)
  if (code !== 0)
    fail('npm ci did not work: it needs a way to the npm registry, or a filled cache.')
}

/** Builds every package; what has not changed comes out of the cache. Resolves to success. */
export async function build() {
  console.log('Building the packages (turbo run build).')
  const code = await show(...tool('turbo', 'run', 'build', '--output-logs=errors-only'))
  return code === 0
}

function isInstalled() {
  const marker = join(root, 'node_modules/.package-lock.json')
  const lock = join(root, 'package-lock.json')
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  fail(`Node ${oldest.join('.')} or newer is needed, this is ${process.versions.node}.`)
}

function fail(text) {
  console.error(text)
  process.exit(1)
}
