import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import * as paths from '../paths.mjs'
import { versions } from '../versions.mjs'
import { ask, run } from './run.mjs'

const source = join(paths.bench, 'contenders', 'moa')
const jars = join(paths.moa, 'jars')
const classes = join(paths.moa, 'classes')

/** The class path of MOA and the program that runs it; undefined without Java or Maven. */
export async function installMoa() {
  try {
    await fetchJars()
    await compile()
    return [classes, join(jars, '*')].join(delimiter)
  } catch (error) {
    console.log(`MOA: left out. ${error.message}`)
    return undefined
  }
}

async function fetchJars() {
  if (existsSync(join(jars, `moa-${versions.moa}.jar`))) return
  if (!(await ask('mvn', ['--version']))) {
    throw new Error('Maven is missing: install it, and a JDK of version 17 or later.')
  }
  console.log(`MOA: fetching moa ${versions.moa} from Maven Central into bench/.cache/moa ...`)
  const pom = join(source, 'pom.xml')
  const goal = 'dependency:copy-dependencies'
  await run('mvn', ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${jars}`])
}

async function compile() {
  const folder = join(source, 'src')
  const sources = readdirSync(folder).map((name) => join(folder, name))
  const compiled = join(classes, 'Contender.class')
  const isNew = existsSync(compiled) && sources.every((file) => age(file) >= age(compiled))
  if (isNew) return
  if (!(await ask('javac', ['-version']))) {
    throw new Error('javac is missing: install a JDK of version 17 or later.')
  }
  console.log('MOA: compiling the program that runs it ...')
  mkdirSync(classes, { recursive: true })
  await run('javac', ['-cp', join(jars, '*'), '-d', classes, ...sources])
}

function age(file) {
  return Date.now() - statSync(file).mtimeMs
}
