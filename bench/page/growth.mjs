// What an event costs as a model grows, and what models take in memory and on a disk.
import { curves } from './svg.mjs'
import { bytes, digits, folded, ms, table, thousands, times, wanted } from './words.mjs'

const NAMES = {
  tree: 'Hoeffding tree',
  'adaptive-tree': 'adaptive tree',
  forest: 'ARF, ten trees',
  'mondrian-forest': 'AMF, ten trees',
}

export function growth(results) {
  const rows = results.newest('growth').measured
  const clusters = results.newest('growth-clusters').measured
  const text = [
    '## Growth',
    '',
    'What an event costs, in microseconds of processor time, as rows are learned, as there are',
    'more',
    'features, and as there are more micro-clusters.',
    '',
    '![A row by the rows that were learned before](./plots/growth-rows.svg)',
    '![A row by its features](./plots/growth-features.svg)',
    '![An event of DBSTREAM by micro-clusters](./plots/growth-dbstream.svg)',
    '![An event of DenStream by micro-clusters](./plots/growth-denstream.svg)',
    '',
    folded('Trees and forests', growthTable(rows)),
    '',
    folded('Clusterers: with the index, and by scans', clusterTable(clusters)),
    '',
  ]
  const plots = new Map([
    ['growth-rows.svg', byRows(rows)],
    ['growth-features.svg', byFeatures(rows)],
    ['growth-dbstream.svg', byClusters(clusters, 'DBSTREAM')],
    ['growth-denstream.svg', byClusters(clusters, 'DenStream')],
  ])
  return { text, plots, missed: [] }
}

function linesOf(rows, x) {
  return Object.entries(NAMES).map(([model, name]) => ({
    name,
    points: rows.filter((one) => one.model === model).map((one) => [one[x], one.microseconds]),
  }))
}

function byRows(rows) {
  const narrow = rows.filter(({ width }) => width === 10)
  const title = 'A row by rows learned, ten features'
  return curves({ title, x: 'rows learned', y: 'µs', lines: linesOf(narrow, 'rows') })
}

function byFeatures(rows) {
  const early = rows.filter(({ rows: count }) => count === 10_000)
  const lines = linesOf(early, 'width').filter(({ points }) => points.length > 1)
  return curves({ title: 'A row by its features, 10,000 rows', x: 'features', y: 'µs', lines })
}

function byClusters(measured, model) {
  const own = measured.filter((one) => one.model === model)
  const dimensions = [...new Set(own.map((one) => one.dimensions))]
  const lines = dimensions.flatMap((d) => {
    const points = (how) =>
      own.filter((one) => one.dimensions === d).map((one) => [one.live, one[how].learn])
    const name = `${d} dimensions`
    return [
      { name, points: points('index') },
      { name, points: points('scan'), isDashed: true },
    ]
  })
  const title = `${model}: learning an event (dashed: by scans)`
  return curves({ title, x: 'micro-clusters', y: 'µs', lines })
}

function growthTable(rows) {
  const counts = [...new Set(rows.map((one) => one.rows))]
  const names = [...new Set(rows.map(({ model, width }) => `${model} ${width}`))]
  const lines = names.map((name) => {
    const own = rows.filter(({ model, width }) => `${model} ${width}` === name)
    const cost = (count) => own.find((one) => one.rows === count)?.microseconds
    const [{ model, width }] = own
    const cells = counts.map((count) => (cost(count) ? `${digits(cost(count))} µs` : '–'))
    return [`${NAMES[model]}, ${thousands(width)} features`, ...cells]
  })
  return table(['model', ...counts.map((count) => `${thousands(count)} rows`)], lines)
}

function clusterTable(measured) {
  const cell = ({ learn, test }) => `${digits(learn)} / ${digits(test)}`
  const rows = measured.map(({ model, dimensions, live, index, scan }) => [
    `${model}, ${dimensions} dimensions`,
    ...[thousands(live), cell(index), cell(scan)],
  ])
  const head = ['model', 'micro-clusters', 'index: learn / predict too, µs', 'scan']
  return table(head, rows)
}

export function memory(results) {
  const snapshots = results.newest('snapshots')
  const soaked = results.each('soak', 'results', ({ name }) => name)
  const [{ run }] = soaked
  const grew = Math.max(...soaked.map((one) => one.grew))
  const flat = soaked.filter((one) => one.flat)
  const text = [
    '## Memory and snapshots',
    '',
    `A forest of ten trees after ${thousands(snapshots.rows)} rows, saved as a snapshot,`,
    `beside River's pickle:`,
    '',
    snapshotTable(snapshots.measured),
    '',
    `**Soak.** ${thousands(run.updates)} updates each through ${soaked.length} statistics,`,
    `metrics and models that`,
    `keep a window or forget: ${flat.length} stayed flat; the heap of the one that changed`,
    `most grew by`,
    `${bytes(grew)}.`,
    '',
    folded('What each of them kept', soakTable(soaked)),
    '',
  ]
  const missed = snapshots.measured.flatMap(({ stream, ours, river }) =>
    ['save', 'load']
      .filter((what) => river[what] / ours[what] < 20)
      .map((what) => ({
        what: `to ${what} the snapshot of a forest (${stream}), beside River's pickle`,
        ...{ got: times(river[what] / ours[what]), goal: wanted(20) },
      })),
  )
  for (const { name } of soaked.filter((one) => !one.flat)) {
    missed.push({ what: `flat memory of ${name}`, got: 'it grew', goal: 'flat' })
  }
  return { text, plots: new Map(), missed }
}

function snapshotTable(measured) {
  const rows = measured.map(({ stream, ours, river }) => [
    stream,
    ...[bytes(ours.bytes), bytes(river.bytes), times(river.bytes / ours.bytes)],
    ...[ms(ours.save), times(river.save / ours.save), ms(ours.load), times(river.load / ours.load)],
  ])
  const head = ['stream', 'snapshot', 'pickle', 'smaller', 'save', 'faster', 'load', 'faster']
  return table(head, rows)
}

function soakTable(soaked) {
  const rows = soaked.map(({ name, grew, saved, savedGrew, date }) => {
    return [`\`${name}\``, `${thousands(grew)} B`, bytes(saved), `${thousands(savedGrew)} B`, date]
  })
  return table(['what', 'heap grew', 'snapshot', 'it grew', 'measured'], rows)
}
