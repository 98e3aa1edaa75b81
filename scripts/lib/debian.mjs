import { existsSync } from 'node:fs'
import { capture } from './run.mjs'

/** Whether this process may install packages of Debian. */
export function isRootOnDebian() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

/** Installs packages of Debian; the last line of what went wrong, or `undefined`. */
export async function aptInstall(...names) {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 }
  await capture('apt-get', ['update', '-qq'], options)
  const wanted = ['install', '-y', '-qq', '--no-install-recommends', ...names]
  const { code, stderr } = await capture('apt-get', wanted, options)
  return code === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? '')
}
