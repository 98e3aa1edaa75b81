// Learners beside River and MOA: rows a second, and accuracy at as many rows.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { median } from '../report/median.mjs'
import { bars } from './svg.mjs'
import { folded, rate, share, table, thousands, times, wanted } from './words.mjs'

const models = JSON.parse(readFileSync(join(paths.bench, 'models.json'), 'utf8'))

/** Titles of the groups, and the modules they hold. */
const GROUPS = [
  ['Bayes, trees and scaling', ['naiveBayes', 'tree', 'preprocessing']],
  ['Forests and ensembles', ['forest', 'ensemble', 'imblearn']],
  ['Clusterers', ['cluster']],
  ['Anomalies, neighbours, drift', ['anomaly', 'neighbors', 'drift']],
]

export function learners(results) {
  const workloads = results.each('speed', 'workloads', ({ name }) => name).map(described)
  const groups = GROUPS.map(([title, modules], k) => {
    const own = workloads.filter(({ module }) => modules.includes(module))
    return group(title, own.toSorted(byName), `speed-${k + 1}.svg`)
  })
  const text = [
    '## Rows a second, beside River and MOA',
    '',
    'Each row is predicted, then learned. *Objects* are plain objects one by one, *frames*',
    'many rows in',
    'one typed array. Each ratio is taken over the same rows, since rates fall as models grow;',
    'the rates',
    'themselves are over all rows, and River had fewer. `-learn`: learned without being predicted.',
    '',
    ...groups.flatMap(({ lines }) => lines),
  ]
  const missed = workloads.flatMap(({ name, goals }) =>
    goals.filter(({ met }) => !met).map((goal) => missedGoal(name, goal)),
  )
  missed.push(...missedThreads())
  const brief = ['river', 'moa'].map((peer) => {
    const ratios = workloads.flatMap(({ ratios, ours }) => ratios[ours][peer] ?? [])
    const who = { river: 'River', moa: 'MOA' }[peer]
    const ends = [Math.min(...ratios), Math.max(...ratios)].map(times)
    const range = `${ends.join(' to ')}, ${times(median(ratios))} in the middle`
    return `Beside ${who}, ${ratios.length} pairs of model and stream: ${range}.`
  })
  const plots = new Map(groups.map(({ file, plot }) => [file, plot]))
  return { text: [...text, ...quality(results)], plots, missed, brief }
}

function described(workload) {
  const [model, stream = ''] = workload.name.split('/')
  const { class: id } = models[model]
  const [module, ...rest] = id.split('.')
  const ours = workload.ratios.frames?.river ? 'frames' : 'objects'
  return { ...workload, model, stream, module, label: rest.at(-1), ours }
}

function byName(a, b) {
  return a.module.localeCompare(b.module) || a.name.localeCompare(b.name)
}

/** "ARFClassifier, sea"; two models of one class are told apart by their names in the bench. */
function titleOf({ label, model, stream }, all) {
  const others = all.filter((one) => one.label === label && one.model !== model)
  const isShared = others.length > 0 && model !== label.toLowerCase()
  return `${label}${isShared ? ` (${model})` : ''}, ${stream}`
}

function group(title, own, file) {
  const rows = own.map((one) => ({
    name: titleOf(one, own),
    values: [one.ratios[one.ours]?.river, one.ratios[one.ours]?.moa],
  }))
  const hasMoa = rows.some(({ values: [, moa] }) => moa)
  const plot = bars({
    ...{ title: `${title}: times as fast`, unit: ' ×', rows },
    series: hasMoa ? ['as River', 'as MOA'] : ['as River'],
  })
  const head = ['model, stream', 'objects', 'frames', 'River', 'MOA', 'to River', 'wanted']
  const lines = [
    `### ${title}`,
    '',
    `![${title}: how many times as fast as River and MOA](./plots/${file})`,
    '',
    folded(
      'Rates, ratios and goals',
      table(
        [...head, 'to MOA', 'wanted', 'measured'],
        own.map((one) => row(one, own)),
      ),
    ),
    '',
    folded(
      'What they said: accuracy, error, area or sum, over as many rows as River had',
      table(
        FACTS,
        own.map((one) => facts(one, own)),
      ),
    ),
    '',
  ]
  return { lines, file, plot }
}

function row(one, all) {
  const { rates, ratios, goals, ours, date } = one
  const goal = (peer) => goals.find((each) => each.peer === peer && each.variant === ours)?.goal
  return [
    titleOf(one, all),
    ...['objects', 'frames', 'river', 'moa'].map((key) => rate(rates[key]?.all?.rowsPerSecond)),
    ...[times(ratios[ours].river), wanted(goal('river'))],
    ...[times(ratios[ours].moa), wanted(goal('moa')), date],
  ]
}

const FACTS = ['model, stream', 'rows', 'objects', 'frames', 'River', 'MOA']

/** Accuracy; of numbers the mean absolute error, of detectors the area, of clusterers a sum. */
function facts(one, all) {
  const values = ['objects', 'frames', 'river', 'moa'].map((key) => {
    const { accuracy, error, auc, checksum } = one.rates[key]?.few ?? {}
    if (checksum !== undefined) return String(Number(checksum.toPrecision(7)))
    return share(accuracy ?? error ?? auc)
  })
  const { rows } = (one.rates.river ?? one.rates.objects).few
  return [titleOf(one, all), thousands(rows), ...values]
}

function missedGoal(name, { variant, peer, goal, ratio }) {
  const who = { river: 'River', moa: 'MOA', bare: 'a bare loop' }[peer]
  return { what: `\`${name}\`, ${variant}, beside ${who}`, got: times(ratio), goal: wanted(goal) }
}

/** What `bench/jobs.mjs` prints is written down in bench/README.md. */
function missedThreads() {
  const readme = readFileSync(join(paths.bench, 'README.md'), 'utf8')
  const told = /`nJobs: 2`: ([\d.]+) times\s+\(wanted ([\d.]+)\)/.exec(readme)
  if (!told) throw new Error('bench/README.md does not say what a second thread brings.')
  const [ratio, goal] = told.slice(1).map(Number)
  const what = 'a forest over two threads (`nJobs: 2`), beside one'
  return ratio < goal ? [{ what, got: times(ratio), goal: wanted(goal) }] : []
}

function quality(results) {
  const measured = results.each('quality', 'workloads', ({ workload }) => workload)
  const rows = measured
    .toSorted((a, b) => a.workload.localeCompare(b.workload))
    .map(({ workload, rows: count, accuracy, means, gates, noWorse, date }) => [
      gates ? workload : `(${workload})`,
      thousands(count),
      ...['frames', 'river', 'moa'].map((peer) => spread(means[peer], accuracy[peer])),
      noWorse === undefined ? '–' : noWorse ? 'yes' : 'no',
      date,
    ])
  return [
    '### Accuracy beside speed',
    '',
    'Mean and standard deviation over five near-equal streams, the same one without its first',
    '0, 1, 7,',
    '50 and 333 rows; of numbers the mean absolute error. Ours on objects and on frames is the',
    'same. In',
    'brackets: streams on which near-tied first splits decide, which are only reported.',
    '',
    folded(
      `Accuracy of ${rows.length} pairs of model and stream`,
      table(
        ['model/stream', 'rows', 'ours', 'River', 'MOA', 'no worse than River', 'measured'],
        rows,
      ),
    ),
    '',
  ]
}

function spread(mean, values) {
  if (mean === undefined) return '–'
  const squares = values.map((value) => (value - mean) ** 2)
  const deviation = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / values.length)
  return `${share(mean)} ±${share(deviation)}`
}
