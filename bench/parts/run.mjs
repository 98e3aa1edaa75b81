// npm run bench -- --parts: what is not a learner, beside River's.
import { join } from 'node:path'
import { run } from '../install/run.mjs'
import { median } from '../report/median.mjs'
import { count, table, times } from '../report/table.mjs'
import { parts } from './parts.mjs'

const flags = ['--single-threaded-gc', '--max-old-space-size=4096']
const script = (...path) => join(import.meta.dirname, ...path)

/** Runs the wanted parts, ours and River's in turn, each in a process of its own. */
export async function measureParts(wanted, tools) {
  const chosen = parts.filter(({ name }) => wanted.only.test(name))
  const measured = []
  for (const part of chosen) {
    const reports = { coelho: [], river: [], limit: [] }
    for (let round = 0; round < wanted.runs; round++) {
      reports.coelho.push(await ours(part.name, part, wanted))
      reports.river.push(await python(tools.river, part, wanted))
      if (part.limit) reports.limit.push(await ours(part.limit, part, wanted))
    }
    measured.push(summary(part, reports))
    console.log(partsTable(measured.slice(-1)).at(-1))
  }
  return measured
}

async function ours(name, { rows, riverRows }, { quick }) {
  const counts = quick ? [2000] : [rows, riverRows]
  const timing = quick ? ['--warm', '0.1', '--passes', '1'] : ['--warm', '3', '--passes', '5']
  const args = [...flags, script('contender.mjs'), '--part', name, '--rows', counts.join()]
  return parse(await run(process.execPath, [...args, ...timing]))
}

async function python(river, { name, riverRows }, { quick }) {
  const rows = String(quick ? 2000 : riverRows)
  return parse(await run(river, [script('river', 'contender.py'), '--part', name, '--rows', rows]))
}

function parse(printed) {
  return JSON.parse(printed.trim().split('\n').at(-1)).results
}

/** Medians; both at as many rows, where their answers must be the same (null: not comparable). */
function summary({ name, goal }, { coelho, river, limit }) {
  const last = (results) => results.at(-1)
  const rate = (reports) => median(reports.map((results) => last(results).rowsPerSecond))
  const [us, peer] = [last(coelho[0]).value, last(river[0]).value]
  const same = us === null || Math.abs(us - peer) <= 1e-9 * Math.abs(peer)
  const ratio = rate(coelho) / rate(river)
  const most = limit.length ? rate(limit) : undefined
  return {
    ...{ name, goal, ratio, met: ratio >= goal, same, ours: rate(coelho), river: rate(river) },
    ...{ limit: most, oursAtAll: median(coelho.map(([all]) => all.rowsPerSecond)) },
  }
}

export function partsTable(measured) {
  const head = ['part', 'ours', 'River', 'ours/River', 'wanted', 'limit']
  const rows = measured.map(({ name, ours, river, ratio, goal, met, same, limit }) => [
    `${name}${same ? '' : ' (answers differ)'}`,
    count(ours),
    count(river),
    times(ratio),
    `${goal}x${met ? '' : ' missed'}`,
    limit === undefined ? '' : count(limit),
  ])
  return ['Updates (rows, events) per second, at as many of them:', '', ...table(head, rows)]
}
