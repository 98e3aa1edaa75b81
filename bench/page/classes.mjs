// Every class beside River's, and the parts of the library that are no learners.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { columns } from './svg.mjs'
import { folded, rate, table, thousands, times, wanted } from './words.mjs'

const GOAL = 20
const ELSEWHERE = 'see [there](../bench/README.md#anomalies-and-neighbours)'
const EDGES = [0, 1, 5, 10, 20, 50, 100, 200, Infinity]

export function classes(results) {
  const measured = results.each('every', 'results', ({ name }) => name)
  const ordered = measured.toSorted((a, b) => a.ratio - b.ratio)
  const enough = ordered.filter(({ ratio }) => ratio >= GOAL)
  const reasons = readReasons()
  const counted = EDGES.slice(0, -1).map((low, k) => {
    const [from, to] = [low, EDGES[k + 1]]
    const count = ordered.filter(({ ratio }) => ratio >= from && ratio < to).length
    return { name: to === Infinity ? `${from}+` : `${from}–${to}`, count, low }
  })
  const plot = columns({
    title: `${measured.length} classes: times as fast as River`,
    note: 'classes by how many times as fast; orange: below 20',
    columns: counted,
    isGood: (k) => counted[k].low >= GOAL,
  })
  const text = [
    '## Every class, beside River',
    '',
    "Each class of River's list that learns or transforms, on objects, over the stream and the",
    'calls of its',
    `first golden case. Of ${measured.length} classes ${enough.length} are ${GOAL} times as`,
    `fast as River's or`,
    `more, and ${measured.length - enough.length} are not; the one in the middle is`,
    `${times(ordered[measured.length >> 1].ratio)}. They were run for some tenths of a second`,
    `each, so single`,
    'classes differ between two runs, some by up to two times.',
    '',
    '![How many classes are how many times as fast as River](./plots/classes.svg)',
    '',
    folded(
      `The ${measured.length - enough.length} classes below ${GOAL} times, and why`,
      table(
        ['class', 'to River', 'why', 'measured'],
        ordered
          .filter(({ ratio }) => ratio < GOAL)
          .map((one) => [code(one.name), times(one.ratio), reasons.get(one.name) ?? '', one.date]),
      ),
    ),
    '',
    folded(
      `All ${measured.length} classes`,
      table(
        ['class', 'rows', 'ours, a second', 'River', 'to River'],
        measured
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((one) => [
            ...[code(one.name), thousands(one.rows), rate(one.ours), rate(one.theirs)],
            times(one.ratio),
          ]),
      ),
    ),
    '',
    ...parts(results),
  ]
  const share = `${enough.length} are ${GOAL} times as fast or more`
  const brief = [`Of ${measured.length} classes beside River's ${share}.`]
  return { text, plots: new Map([['classes.svg', plot]]), missed: missedParts(results), brief }
}

/** bench/README.md says why a class is slower than was wanted: `| classes with figures | why |`. */
function readReasons() {
  const readme = readFileSync(join(paths.bench, 'README.md'), 'utf8')
  const reasons = new Map()
  for (const [, names, why] of readme.matchAll(/^\| (`[^|]+?) \| ([^|]+) \|$/gm)) {
    const told = why.replace(/\(?see below[^|)]*\)?/, ELSEWHERE)
    for (const [, name] of names.matchAll(/`([a-z_]+\.\w+(?:\.\w+)*)` \d/g)) reasons.set(name, told)
  }
  return reasons
}

/** Names that say too little outside of the bench. */
const SPELT_OUT = {
  'fraud bundle': 'the bundle for classification, 15 metrics',
  'rolling mean': 'rolling mean over 1,000',
  CSV: 'reading CSV of four columns',
}

function partsOf(results) {
  const parts = results.each('parts', 'parts', ({ name }) => name)
  return parts.map((part) => ({ ...part, name: SPELT_OUT[part.name] ?? part.name }))
}

function parts(results) {
  const rows = partsOf(results).map(({ name, ours, river, ratio, goal, date }) => {
    return [name, rate(ours), rate(river), times(ratio), wanted(goal), date]
  })
  return [
    '### Statistics, metrics, pipelines, readers',
    '',
    'Updates or rows a second. *Read each time*: the value is asked for after each update.',
    '',
    table(['part', 'ours', 'River', 'to River', 'wanted', 'measured'], rows),
    '',
  ]
}

function missedParts(results) {
  return partsOf(results)
    .filter(({ met }) => !met)
    .map(({ name, ratio, goal }) => {
      return { what: `${name}, beside River`, got: times(ratio), goal: wanted(goal) }
    })
}

function code(name) {
  return `\`${name}\``
}
