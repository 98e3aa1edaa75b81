// docs/benchmarks.md, made of what is in bench/results. Nobody writes in it by hand.
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { classes } from './classes.mjs'
import { growth, memory } from './growth.mjs'
import { learners } from './learners.mjs'
import { readResults } from './results.mjs'
import { checkpoints, http, sizes, throughput, words } from './running.mjs'
import { folded, plural, table } from './words.mjs'

export const pageFile = join(paths.root, 'docs/benchmarks.md')
export const plotsFolder = join(paths.root, 'docs/plots')

const SECTIONS = [learners, classes, words, growth, memory, checkpoints, throughput, http, sizes]

/** The text of the page, and its plots by the names of their files. */
export function benchmarksPage(results = readResults()) {
  const sections = SECTIONS.map((section) => section(results))
  const plots = new Map(sections.flatMap((section) => [...section.plots]))
  const missed = sections.flatMap((section) => section.missed)
  const runs = [...results.used].sort((a, b) => a.file.localeCompare(b.file))
  const text = [
    ...head(runs),
    ...inShort(sections),
    ...missedGoals(missed),
    ...sections.flatMap((section) => section.text),
    ...repeat(),
    ...listOf(runs),
  ]
  return { text: `${oneLineEach(text.join('\n')).trimEnd()}\n`, plots }
}

/** A paragraph is a line, as in the other pages, however it is broken where it is written. */
function oneLineEach(text) {
  const isProse = (line) => /^(?! *[-|#<!]| *$|```|title:|description:)/.test(line)
  const lines = []
  let isCode = false
  for (const line of text.split('\n')) {
    const before = lines.at(-1) ?? ''
    if (line.startsWith('```')) isCode = !isCode
    const goesOn = !isCode && isProse(line) && (isProse(before) || before.startsWith('- '))
    if (goesOn && before !== '') lines[lines.length - 1] = `${before} ${line.trim()}`
    else lines.push(line)
  }
  return lines.join('\n')
}

function head(runs) {
  const days = runs.map(({ date }) => date.slice(0, 10)).sort()
  const { cpu, cores, memoryGigabytes, system } = runs.at(-1).machine
  const [os, architecture] = system.split(' ')
  const versions = versionsOf(runs)
  return [
    '---',
    'title: Benchmarks',
    'description: Rows a second, accuracy, growth, memory and sizes, beside River and MOA.',
    '---',
    '',
    '<!-- Made by `npm run bench:page` from bench/results: changes here are lost. -->',
    '',
    '# Benchmarks',
    '',
    `Measured from ${days[0]} to ${days.at(-1)} on one machine: ${cpu}, ${cores} cores,`,
    `${memoryGigabytes} GB, ${os} ${architecture}; ${versions}.`,
    '',
    '- **Prequential**: each row is predicted, then learned. All data is in memory before the',
    '  clock starts.',
    '- **One process per contender, one thread**, with its garbage collector. Runs are',
    '  interleaved, and the',
    '  median counts; where there was one run only, the list of runs below says so.',
    '- **Warm**: five seconds of warm-up before ours and MOA are measured. Python compiles',
    '  nothing.',
    '- **Equal rows**: River is slow and gets fewer rows; ratios are taken over as many.',
    '- **The same answers**: what both predict is compared; accuracy stands beside speed.',
    '- A ratio under 1.3 means "the same". Forests and single classes differ between runs by a',
    '  tenth or two.',
    '',
    'The [README of the bench](../bench/README.md) says',
    'more of the method, and why a goal was missed; its diary says what was tried. There are',
    'also forests',
    'over threads, areas under the curve of detectors, neighbours by scan and by tree, and',
    'garbage.',
    '',
  ]
}

function versionsOf(runs) {
  const peers = Object.assign({}, ...runs.map(({ machine }) => machine.peers))
  const last = (key) => runs.findLast(({ machine }) => machine[key])?.machine[key]
  const names = { river: 'River', moa: 'MOA', 'scikit-learn': 'scikit-learn' }
  const java = /"([\d.]+)"/.exec(last('java'))?.[1]
  return [
    `Node ${last('node').slice(1)}`,
    last('python'),
    `Java ${java}`,
    ...Object.entries(peers).map(([name, version]) => `${names[name] ?? name} ${version}`),
  ].join(', ')
}

function inShort(sections) {
  const lines = sections.flatMap(({ brief = [] }) => brief)
  return ['## In short', '', ...lines.map((line) => `- ${line}`), '']
}

function missedGoals(missed) {
  return [
    '## What missed its goal',
    '',
    `Goals are part of the bench: *wanted*, in the tables. ${plural(missed.length, 'figure')}`,
    `did not reach theirs:`,
    '',
    table(
      ['what', 'came to', 'wanted'],
      missed.map(({ what, got, goal }) => [what, got, goal]),
    ),
    '',
    'The classes that are not 20 times as fast as River are listed',
    '[below](#every-class-beside-river), with',
    'reasons.',
    '',
  ]
}

function repeat() {
  return [
    '## Repeat it',
    '',
    '```sh',
    'npm run bench:all -- --list     # the parts, and what each takes',
    'npm run bench:all               # all of them, one after the other, then this page',
    'npm run bench:all -- http text  # only these',
    'npm run bench:page              # this page alone, from what was measured',
    '```',
    '',
    'The first run fetches River, MOA and what else is missing. A machine that does other work',
    'gives other',
    'figures, and not for all contenders equally: the load is part of each result.',
    '',
  ]
}

function listOf(runs) {
  const rows = runs.map(({ kind, date, runs: count, machine, file }) => [
    `[${kind}](../bench/results/${file})`,
    date.slice(0, 16).replace('T', ' '),
    machine.commit ?? '–',
    String(machine.load ?? '–'),
    count === undefined ? '' : String(count),
  ])
  return [
    '## The runs',
    '',
    'Each run with what every process reported. *Load*: processes that wanted a core, over the',
    'minute before',
    'it began. *Repeats*: of how many runs a figure is the median, where the bench counts them.',
    '',
    folded(
      plural(runs.length, 'run'),
      table(['kind', 'begun (UTC)', 'commit', 'load', 'repeats'], rows),
    ),
    '',
  ]
}
