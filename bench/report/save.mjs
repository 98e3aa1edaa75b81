import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'

/** Writes a run to results/, named for its time and kind; gives the name within the repository. */
export function save(kind, started, content) {
  const name = `${started.toISOString().slice(0, 19).replaceAll(':', '-')}-${kind}.json`
  mkdirSync(paths.results, { recursive: true })
  writeFileSync(join(paths.results, name), `${JSON.stringify(content, null, 2)}\n`)
  return `bench/results/${name}`
}
