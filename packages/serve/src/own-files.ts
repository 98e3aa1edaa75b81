import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A file of this package as it is installed, however what asks for it was bundled. */
export function ownFile(...parts: readonly string[]): string {
  const manifest = createRequire(import.meta.url).resolve('@coelho/serve/package.json')
  return join(dirname(manifest), ...parts)
}

/** The version of this package. */
export function version(): string {
  return JSON.parse(readFileSync(ownFile('package.json'), 'utf8')).version
}
