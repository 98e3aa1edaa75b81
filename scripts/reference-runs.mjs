import { join } from 'node:path'
import { capture, root } from './lib/run.mjs'

/** Each reference project learns what River learns, and its metrics are River's: over HTTP too. */
export default async function referenceRuns(tally) {
  const program = join(root, 'bench/reference.mjs')
  tally.judge('bench/reference.mjs', await capture(process.execPath, [program, '--no-build']))
}
