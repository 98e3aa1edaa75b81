import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { run } from '../install/run.mjs'
import * as paths from '../paths.mjs'
import { allRows } from '../workloads.mjs'

const here = import.meta.dirname
const definitions = readJson(join(here, 'streams.json'))

/** Makes the streams that are missing, damaged or made from another definition. */
export async function ensureStreams(names, python) {
  for (const name of names) {
    if (isMade(name)) continue
    console.log(`Making stream ${name} with River's ${definitions[name].generator} ...`)
    const script = join(here, 'make.py')
    await run(python, [script, name, '--rows', String(rowsOf(name)), '--to', paths.streams])
    if (readMeta(name).sha256 !== definitions[name].sha256) {
      const why = 'the mathematics library of this machine rounds differently'
      console.log(`Stream ${name} differs from the one of earlier results: perhaps ${why}.`)
    }
  }
}

function isMade(name) {
  if (!existsSync(join(paths.streams, `${name}.json`))) return false
  const meta = readMeta(name)
  const { sha256, ...definition } = definitions[name]
  const made = Object.fromEntries(Object.keys(definition).map((key) => [key, meta[key]]))
  const isWanted = isDeepStrictEqual(made, definition) && meta.rows === rowsOf(name)
  return isWanted && 'categories' in meta && meta.sha256 === digest(name)
}

/** A data set may have fewer. */
function rowsOf(name) {
  return definitions[name].rows ?? allRows
}

function digest(name) {
  const hash = createHash('sha256')
  for (const ending of ['bin', 'labels.bin']) {
    const file = join(paths.streams, `${name}.${ending}`)
    if (existsSync(file)) hash.update(readFileSync(file))
  }
  return hash.digest('hex')
}

function readMeta(name) {
  return readJson(join(paths.streams, `${name}.json`))
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
