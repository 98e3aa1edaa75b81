// node bench/reference.mjs: each reference project learns 100,000 generated events the way users
// do (`coelho generate`, `coelho train`, then asked over HTTP of `coelho serve`), and River learns
// the same events. Fails where a metric differs by more than its project may.
// --events makes it shorter, --only takes one project, --no-build measures what is in dist/.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildLearners } from './install/learners.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import * as paths from './paths.mjs'
import { machineFacts } from './report/machine.mjs'
import { save } from './report/save.mjs'
import { table } from './report/table.mjs'

const { values: given } = parseArgs({
  options: {
    'no-build': { type: 'boolean' },
    events: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
  },
})
/**
 * What moves DBSTREAM's centres makes rounding errors larger, until other points are in reach:
 * River itself differs as much where each price is one bit larger.
 */
const limits = { fraud: 1e-6, arrival: 1e-6, shop: 0.01 }
const projects = ['fraud', 'arrival', 'shop'].filter((name) => name.includes(given.only))
const here = join(import.meta.dirname, 'reference')
const coelho = join(paths.root, 'packages/serve/bin/coelho.js')
const config = ['--config', join(here, 'coelho.config.ts')]

await buildLearners({ build: !given['no-build'] })
const python = await installRiver()
if (!python) throw new Error('River is needed: it is what the metrics are compared with.')
const folder = mkdtempSync(join(tmpdir(), 'coelho-reference-'))
const started = new Date()
const results = []
try {
  for (const project of projects) await learn(project)
  const ours = await askServer()
  for (const project of projects)
    results.push(compare(project, ours.get(project), await river(project)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report()

/** The same events into a file for River and into a log for us, which is learned to its end. */
async function learn(project) {
  const making = [
    'generate',
    ...config,
    '-p',
    project,
    '--count',
    given.events,
    '--seed',
    'reference',
  ]
  const file = createWriteStream(join(folder, `${project}.jsonl`))
  const writing = spawn(process.execPath, [coelho, ...making], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  writing.stdout.pipe(file)
  await once(file, 'close')
  const log = join(folder, 'data', project)
  await run(process.execPath, [coelho, ...making, '--log', log])
  const place = ['--log', log, '--store', join(folder, 'store'), '--until-end']
  await run(process.execPath, [coelho, 'train', ...config, '-p', project, ...place])
}

/** What the server tells of each champion's metrics. */
async function askServer() {
  const words = ['serve', ...config, '--store', join(folder, 'store'), '--port', '0']
  const server = spawn(process.execPath, [coelho, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(server.stdout, 'data')
    const url = String(line).trim()
    const ours = new Map()
    for (const project of projects) {
      const answer = await fetch(`${url}/v1/models/${project}`)
      const { contestants, events } = await answer.json()
      if (events !== Number(given.events)) throw new Error(`${project}: ${events} events learned`)
      ours.set(project, contestants.find(({ champion }) => champion).metrics)
    }
    return ours
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

async function river(project) {
  const began = performance.now()
  const script = join(here, 'river_reference.py')
  const said = JSON.parse(await run(python, [script, project, join(folder, `${project}.jsonl`)]))
  console.log(
    `River has learned ${project} in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  return said
}

/** By metric both values, and how far they are apart, of the larger or of 1. */
function compare(project, ours, theirs) {
  const names = Object.keys(theirs).filter((name) => name in ours)
  const rows = names.map((name) => {
    const [a, b] = [ours[name], theirs[name]]
    return {
      name,
      ours: a,
      river: b,
      apart: Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b)),
    }
  })
  return { project, metrics: rows, only: Object.keys(theirs).filter((name) => !(name in ours)) }
}

async function report() {
  const rows = results.flatMap(({ project, metrics }) =>
    metrics.map(({ name, ours, river, apart }) => [
      project,
      name,
      ours,
      river,
      apart.toExponential(1),
    ]),
  )
  const text = rows.map((row) => row.map(String))
  console.log(`\n${table(['project', 'metric', 'ours', 'River', 'apart'], text).join('\n')}\n`)
  const machine = await machineFacts({ river: python })
  const content = { kind: 'reference', date: started.toISOString(), machine, events: given.events }
  console.log(`Written to ${save('reference', started, { ...content, results })}`)
  const wrong = results.flatMap(({ project, metrics }) =>
    metrics.filter(({ apart }) => !(apart <= limits[project])),
  )
  if (rows.length === 0 || wrong.length > 0) {
    console.error(
      `${wrong.length} of ${rows.length} metrics differ from River's by more than they may`,
    )
    process.exitCode = 1
  }
}
