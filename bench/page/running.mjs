// Learning while it runs: from a broker, over HTTP, with checkpoints, with MLflow; text; bytes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'
import { bars } from './svg.mjs'
import {
  bytes,
  digits,
  folded,
  ms,
  percent,
  rate,
  table,
  thousands,
  times,
  wanted,
} from './words.mjs'

const SHARE = 0.7
const TIMES_PYTHON = 30
const TIMES_FASTAPI = 10

export function throughput(results) {
  const { results: measured } = results.newest('throughput')
  const rows = measured.map((one) => [
    `${one.project}, ${thousands(one.events)}`,
    ...['whole', 'learner', 'reader', 'consumer'].map((key) => rate(one[key])),
    ...[
      percent(one.share),
      percent(SHARE),
      rate(one.python),
      times(one.ratio),
      wanted(TIMES_PYTHON),
    ],
  ])
  const text = [
    '## From a broker',
    '',
    'Events a second of a trainer that reads three partitions of a Kafka broker on the same',
    'two cores:',
    'fetched, decoded, checked, predicted, judged, learned, with a checkpoint each second.',
    'Beside it the',
    'bare learner, the same from bytes in memory, a consumer that drops what it fetches, and',
    'the same way',
    'in Python (librdkafka, `json`, River, a pickle each second).',
    '',
    table(HEAD, rows),
    '',
  ]
  const missed = measured.flatMap(({ project, share, ratio }) => [
    ...(share < SHARE ? [{ what: `${project}, the whole way to the slower bare one` }] : []).map(
      (one) => ({ ...one, got: percent(share), goal: percent(SHARE) }),
    ),
    ...(ratio < TIMES_PYTHON
      ? [{ what: `${project}, beside Python`, got: times(ratio), goal: wanted(TIMES_PYTHON) }]
      : []),
  ])
  const rates = measured.map(({ project, whole }) => `${project} ${rate(whole)}`)
  const brief = [`From a Kafka broker, events a second on two cores: ${rates.join(', ')}.`]
  return { text, plots: new Map(), missed, brief }
}

const HEAD = [
  ...['project, events', 'whole way', 'bare learner', 'from bytes', 'bare consumer'],
  ...['whole to the slower', 'wanted', 'Python', 'to Python', 'wanted'],
]

export function http(results) {
  const { results: measured } = results.newest('http')
  const who = { ours: 'ours', bare: 'bare Hono', fastapi: 'FastAPI and River' }
  const rows = measured.flatMap((one) =>
    Object.entries(who).map(([key, name]) => {
      const { perSecond, p50, p99 } = one[key]
      const ratio = key === 'ours' ? '' : times(one.ours.perSecond / perSecond)
      const goal = key === 'fastapi' ? wanted(TIMES_FASTAPI) : ''
      const events = rate(perSecond * one.size)
      return [`${name}, ${one.size} a request`, events, ms(p50), ms(p99), ratio, goal]
    }),
  )
  const text = [
    '## Over HTTP',
    '',
    'A forest of ten trees behind `coelho serve`, the same model of River behind FastAPI, and',
    'a handler',
    'that reads the JSON and answers a constant; 16 connections, the client on the same two cores.',
    '',
    table(['server', 'events a second', 'p50', 'p99', 'ours to it', 'wanted'], rows),
    '',
  ]
  const missed = measured
    .map(({ size, ours, fastapi }) => ({ size, ratio: ours.perSecond / fastapi.perSecond }))
    .filter(({ ratio }) => ratio < TIMES_FASTAPI)
    .map(({ size, ratio }) => ({
      what: `predictions over HTTP, ${size} a request, beside FastAPI`,
      ...{ got: times(ratio), goal: wanted(TIMES_FASTAPI) },
    }))
  const sizes = measured.map(
    ({ size, ours }) => `${rate(size * ours.perSecond)} with ${size} a request`,
  )
  const brief = [`Predictions of a forest over HTTP, events a second: ${sizes.join(', ')}.`]
  return { text, plots: new Map(), missed, brief }
}

export function checkpoints(results) {
  const rows = results
    .newest('checkpoints')
    .measured.map((one) => [
      `${bytes(one.bytes)}, ${one.store}`,
      ...[ms(one.encode), ms(one.write), ms(one.start.whole), ms(one.start.own)],
    ])
  const { logging, learning, events, repeats, machine } = results.newest('mlflow')
  const how = repeats > 1 ? `the median of ${repeats} runs` : 'one run'
  const calls = logging.map(({ name, points, ms: took }) => {
    return [name, thousands(points), ms(took), rate((points * 1000) / took)]
  })
  const shares = learning.map(({ name, rate: pace, share }) => [name, rate(pace), percent(share)])
  const text = [
    '## Checkpoints',
    '',
    'A model that keeps a window of rows is saved, and new processes go on from it. *Start* is',
    'from the',
    'start of Node to a process that owns the project and has its models.',
    '',
    table(['checkpoint', 'encode', 'write', 'start', 'without Node and code'], rows),
    '',
    '## MLflow',
    '',
    'Points of metrics logged, beside the client for Python:',
    '',
    table(['client', 'points', 'took', 'points a second'], calls),
    '',
    `${thousands(events)} events learned while MLflow is told of it, or does not answer:`,
    `${how}, with a load`,
    `of ${machine.load} (1 is a quiet machine that measures).`,
    '',
    table(['MLflow', 'events a second', 'to no tracker'], shares),
    '',
  ]
  return { text, plots: new Map(), missed: [] }
}

export function words(results) {
  const { results: tasks } = results.newest('linear')
  const { results: titles, ratioToRiver } = results.newest('text')
  const peers = { river: 'River', vw: 'Vowpal Wabbit' }
  const rows = tasks.map(({ task, peer, ours, theirs, ratio, goal, rows: count }) => [
    `${task}, beside ${peers[peer]}`,
    ...[thousands(count), rate(ours), rate(theirs), times(ratio), wanted(goal)],
  ])
  const title = ({ rowsPerSecond, prequential, test, snapshotBytes }) => [
    ...[rate(rowsPerSecond), prequential?.toFixed(4) ?? '–', test?.toFixed(4) ?? '–'],
    snapshotBytes ? bytes(snapshotBytes) : '–',
  ]
  const text = [
    '## Linear models, and text',
    '',
    table(['task', 'rows', 'ours', 'theirs', 'ratio', 'wanted'], rows),
    '',
    `Titles into classes, ${times(ratioToRiver)} River over the same rows; in one pass, each`,
    `title predicted`,
    'before it is learned, and then on titles that were set aside:',
    '',
    table(
      ['model', 'titles a second', 'right while learning', 'right on others', 'snapshot'],
      [
        ['ours', ...title(titles.ours)],
        ['ours, all words', ...title(titles.oursAll)],
        ["ours, with River's options", ...title(titles.oursLikeRiver)],
        ['River', ...title(titles.river)],
        ['scikit-learn, all at once', '–', '–', titles.batch.test.toFixed(4), '–'],
      ],
    ),
    '',
  ]
  const missed = tasks
    .filter(({ goal, ratio }) => goal && ratio < goal)
    .map(({ task, peer, ratio, goal }) => {
      return {
        what: `linear model, ${task}, beside ${peers[peer]}`,
        got: times(ratio),
        goal: wanted(goal),
      }
    })
  return { text, plots: new Map(), missed }
}

/** Entries whose size is plotted: what people import first. */
const SHOWN = [
  '@coelho/learners/naive-bayes GaussianNB',
  '@coelho/learners/linear-model LogisticRegression',
  '@coelho/learners/tree HoeffdingTreeClassifier',
  '@coelho/learners/forest ARFClassifier',
  '@coelho/learners/cluster DBSTREAM',
  '@coelho/learners/drift ADWIN',
  '@coelho/core',
  '@coelho/learners',
]

export function sizes() {
  const file = join(paths.root, 'scripts/size-budgets.json')
  const budgets = Object.entries(JSON.parse(readFileSync(file, 'utf8')))
  const missing = SHOWN.filter((name) => !budgets.some(([title]) => title === name))
  if (missing.length > 0) throw new Error(`size-budgets.json has no ${missing.join(', ')}.`)
  const rows = SHOWN.map((name) => {
    const [, { bytes: count }] = budgets.find(([title]) => title === name)
    return { name: name.replace('@coelho/', ''), values: [count / 1000] }
  })
  const allOfIt = 1000 * rows.at(-1).values[0]
  const plot = bars({ title: 'Kilobytes, compressed', unit: ' kB', series: ['kB'], rows })
  const text = [
    '## Bundle sizes',
    '',
    'What a page loads: bundled with all that it needs, minified, compressed by gzip. These',
    'are budgets,',
    'what was measured and 3 %; a build above one of them fails.',
    '',
    '![Sizes of what people import first](./plots/sizes.svg)',
    '',
    folded(
      `All ${budgets.length} entries and classes`,
      table(
        ['import', 'kB'],
        budgets.map(([title, { bytes: count }]) => [`\`${title}\``, digits(count / 1000)]),
      ),
    ),
    '',
  ]
  const [small, forest] = [0, 3].map(
    (k) => `${SHOWN[k].split(' ')[1]} ${bytes(1000 * rows[k].values[0])}`,
  )
  const brief = [`In a bundle, compressed: ${small}, ${forest}, all of it ${bytes(allOfIt)}.`]
  return { text, plots: new Map([['sizes.svg', plot]]), missed: [], brief }
}
