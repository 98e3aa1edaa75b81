import { count, share, table, times } from './table.mjs'

const head = [
  ...['workload', 'objects', 'frames', 'River', 'MOA warm', 'MOA cold', 'bare'],
  ...['objects/River', 'frames/River', 'objects/MOA', 'frames/MOA', 'frames/bare'],
]

/** The tables of a speed run, as lines; a quick run says nothing about goals. */
export function speedTables(summaries, { quick }) {
  return [
    'Rows per second, predict then learn, warm (ours, MOA and bare at all rows, River at fewer);',
    'each ratio at equal rows.',
    '',
    ...table(head, summaries.map(speedRow)),
    '',
    'Accuracy (mean absolute error, area under the curve, checksum) at as many rows as River had.',
    '',
    ...table(['workload', 'rows', 'objects', 'frames', 'River', 'MOA'], summaries.map(factsRow)),
    '',
    ...differences(summaries),
    ...(quick ? [] : goalLines(summaries)),
  ]
}

/** Objects and frames promise the same results, to the row. */
function differences(summaries) {
  return summaries
    .filter(({ rates }) => rates.objects?.all && rates.frames?.all)
    .filter(({ rates: { objects, frames } }) => scoreOf(objects) !== scoreOf(frames))
    .map(({ name }) => `Objects and frames disagree: ${name}`)
}

function scoreOf({ all: { accuracy, error, auc } }) {
  return accuracy ?? error ?? auc
}

function speedRow({ name, rates, ratios }) {
  const warm = (key) => count(rates[key]?.all?.rowsPerSecond)
  const { objects = {}, frames = {} } = ratios
  return [
    ...[name, warm('objects'), warm('frames'), warm('river'), warm('moa')],
    ...[count(rates.moa?.all?.coldRowsPerSecond), warm('bare')],
    ...[times(objects.river), times(frames.river), times(objects.moa), times(frames.moa)],
    times(frames.bare),
  ]
}

function factsRow({ name, rates }) {
  const fact = (key) => {
    const { accuracy, error, auc, checksum } = rates[key]?.few ?? {}
    return checksum === undefined
      ? share(accuracy ?? error ?? auc)
      : String(Number(checksum.toPrecision(9)))
  }
  const rows = Object.values(rates).find((rate) => rate.few)?.few.rows
  return [name, String(rows ?? '-'), fact('objects'), fact('frames'), fact('river'), fact('moa')]
}

function goalLines(summaries) {
  const goals = summaries.flatMap(({ name, goals }) => goals.map((goal) => ({ name, ...goal })))
  if (goals.length === 0) return []
  const missed = goals.filter((goal) => !goal.met)
  return [
    `Goals met: ${goals.length - missed.length} of ${goals.length}.`,
    ...missed.map(({ name, variant, peer, goal, ratio }) => {
      return `  missed: ${name} ${variant}, ${times(ratio)} ${peer}, wanted ${goal}x`
    }),
  ]
}
