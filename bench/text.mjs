// node bench/text.mjs: titles into 27 classes by TF-IDF and softmax, learned one by one, beside
// River's same pipeline and scikit-learn's batch fit. `--no-build` measures what is in dist/.
import { join } from 'node:path'
import { buildLearners } from './install/learners.mjs'
import { installPeer } from './install/peers.mjs'
import { installRiver } from './install/river.mjs'
import { run } from './install/run.mjs'
import { load, machineFacts } from './report/machine.mjs'
import { save } from './report/save.mjs'
import { count, share, table } from './report/table.mjs'

const quick = process.argv.includes('--quick')
const riverRows = quick ? 300 : 3000
const build = !process.argv.includes('--no-build')
const flags = ['--single-threaded-gc', '--max-old-space-size=4096']
const script = (name) => join(import.meta.dirname, 'text', name)

const river = await installRiver()
if (!river) process.exit(1)
const hasBatch = await installPeer(river, 'scikit-learn')
await buildLearners({ build })
const { counts, ensureTitles, folder } = await import('./text/titles.mjs')
ensureTitles()

const started = new Date()
const machine = await machineFacts({ river })
const results = {
  ours: await ours('bounded', counts.train, quick ? 1 : 3),
  oursAll: await ours('unbounded', counts.train, 1),
  oursLikeRiver: await ours('unbounded', riverRows, 5),
  river: parse(await run(river, [script('river_titles.py'), folder, String(riverRows)])),
  batch: hasBatch ? parse(await run(river, [script('sklearn_batch.py'), folder])) : undefined,
}
console.log(`\n${lines(results).join('\n')}\n`)
const same = results.oursLikeRiver.prequential === results.river.prequential
if (!same) {
  console.log('Ours and River predicted differently at as many titles.')
  process.exitCode = 1
}
const ratio = results.oursLikeRiver.rowsPerSecond / results.river.rowsPerSecond
const facts = { date: started.toISOString(), machine: { ...machine, loadAfter: load() } }
const content = { kind: 'text', ...facts, riverRows, ratioToRiver: ratio, results }
console.log(`Written to ${save(quick ? 'text-quick' : 'text', started, content)}`)

async function ours(model, rows, passes) {
  return parse(
    await run(process.execPath, [
      ...flags,
      script('ours.mjs'),
      model,
      String(rows),
      String(passes),
    ]),
  )
}

function parse(printed) {
  return JSON.parse(printed.trim().split('\n').at(-1))
}

function lines({ ours: bounded, oursAll, oursLikeRiver, river: peer, batch }) {
  const rowOf = (name, rows, found) => [
    name,
    String(rows),
    count(found.rowsPerSecond ?? rows / found.seconds),
    share(found.prequential),
    share(found.test),
    found.snapshotBytes ? `${count(found.snapshotBytes)}B` : '-',
  ]
  const rows = [
    rowOf('ours, 5,000 terms', counts.train, bounded),
    rowOf('ours, all terms', counts.train, oursAll),
    rowOf('ours, all terms', riverRows, oursLikeRiver),
    rowOf('River, all terms', riverRows, peer),
    ...(batch ? [rowOf('scikit-learn, 5,000 terms, batch', counts.train, batch)] : []),
  ]
  return table(['titles', 'rows', 'rows/s', 'prequential', 'test', 'snapshot'], rows)
}
