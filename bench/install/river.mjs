import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { versions } from '../versions.mjs'
import { ask, run } from './run.mjs'

/** The Python that has River, in a virtual environment of its own; undefined without Python. */
export async function installRiver() {
  const python = join(
    paths.venv,
    process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
  )
  const wanted = versions.river
  if (existsSync(python) && (await riverOf(python)) === wanted) return python

  const base = process.env.COELHO_BENCH_PYTHON ?? 'python3'
  if (!(await ask(base, ['--version']))) {
    console.log('River: no Python found; install Python 3.11 or later, or set COELHO_BENCH_PYTHON.')
    return undefined
  }
  console.log(`River: installing river ${wanted} from PyPI into bench/.cache/venv ...`)
  try {
    await run(base, ['-m', 'venv', paths.venv])
    await run(python, ['-m', 'pip', 'install', '--quiet', `river==${wanted}`])
    return python
  } catch (error) {
    console.log(`River: left out, it can't be installed. ${error.message}`)
    return undefined
  }
}

function riverOf(python) {
  return ask(python, ['-c', 'import river; print(river.__version__)'])
}
