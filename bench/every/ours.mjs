// Ours on one golden case, in a process of its own: node ours.mjs <file>, which holds the case, how
// many rows River learned and what River said at the last of them.
import { readFileSync } from 'node:fs'
import * as learners from '@coelho/learners'
import { measure } from '../contenders/passes.mjs'
import { golden, goldenTools } from './cases.mjs'
import { compile } from './program.mjs'

const { camelCase, difference, methodName, Values } = await goldenTools()
const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { operations, warm = 0, horizon = 0, keep, outputs } = task

const values = new Values(learners, golden)
const columns = readColumns()
const { object, variables } = build()
const read = (spec) => values.read(spec)
const tools = { object, columns, variables, keep, read, camelCase, methodName }
const all = compile(operations, tools)
const silent = compile(
  operations.filter(({ record }) => !record),
  tools,
)

const timing = { counts: [task.rows], warm: 2 * task.seconds, passes: 3, clock }
const [result] = await measure(prepare, timing)
console.log(JSON.stringify(result))

/** Processor seconds, which other work on the machine does not lengthen much. */
function clock() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** A new model, which has learned what comes before the first question. */
function prepare(count) {
  const fresh = build()
  const kept = operations.map(() => new Array(keep).fill(undefined))
  if (warm) silent(fresh.object, columns, fresh.variables, 0, warm, kept)
  return () => {
    all(fresh.object, columns, fresh.variables, warm, count, kept)
    return () => ({ differs: differs(kept, count) })
  }
}

function build() {
  values.objects.clear()
  for (const [name, spec] of Object.entries(task.objects ?? {}))
    values.objects.set(name, values.read(spec))
  return { object: values.build(task.build), variables: values.read(task.vars ?? {}) }
}

/** A list for each column; of series also how far to look ahead, and the rows to come. */
function readColumns() {
  const rows = values.rows(task.stream, task.limit).map(renamed)
  const ahead = (i) => ({ horizon, xs: rows.slice(i, i + horizon).map(({ x }) => x) })
  const full = rows.map((row, i) => (horizon ? { ...row, ...ahead(i) } : row))
  const kept = full.slice(0, rows.length - horizon)
  return Object.fromEntries(task.columns.map((name) => [name, kept.map((row) => row[name])]))
}

/** Integers name the features of some streams; V8 would keep such objects in a slower shape. */
function renamed(row) {
  if (!task.stream.endsWith('_int')) return row
  const x = Object.entries(row.x).map(([name, value]) => [`x${name}`, value])
  return { ...row, x: Object.fromEntries(x) }
}

/** Where ours is not what River said, in the last rows. */
function differs(kept, count) {
  const recorded = kept.filter((_, k) => operations[k].record)
  for (const [i, said] of outputs.entries()) {
    const row = count - outputs.length + i
    for (const [k, value] of said.entries()) {
      const found = difference(value, recorded[k][row % keep], { rtol: 1e-6, atol: 1e-9 })
      if (found) return `${count - row} rows before the end, ${found}`
    }
  }
}
