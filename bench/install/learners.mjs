import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { run } from './run.mjs'

/** Builds our packages, so that what is measured is what is written; true if they can be used. */
export async function buildLearners({ build }) {
  if (build) {
    console.log('Ours: building (nothing is done if nothing changed) ...')
    try {
      await run('npm', ['run', 'build', '--silent'], { cwd: paths.root })
    } catch (error) {
      console.log(`Ours: left out, the build fails. ${error.message}`)
      return false
    }
  }
  if (existsSync(join(paths.root, 'packages', 'learners', 'dist', 'index.js'))) return true
  console.log('Ours: left out, packages/learners is not built; run "npm run build".')
  return false
}
