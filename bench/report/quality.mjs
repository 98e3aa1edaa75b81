import { shifts } from '../workloads.mjs'
import { share, table } from './table.mjs'

const peers = ['objects', 'frames', 'river', 'moa']

/** The table of a quality run, as lines. */
export function qualityTable(measured) {
  const rows = measured.map(({ workload, rows, accuracy, means, gates, noWorse }) => {
    const verdict = noWorse === undefined ? '-' : noWorse ? 'yes' : 'NO'
    return [
      ...[workload, String(rows)],
      ...peers.map((peer) => withSpread(means[peer], accuracy[peer])),
      gates ? verdict : `(${verdict})`,
    ]
  })
  return [
    'Accuracy (of numbers the mean absolute error), mean and standard deviation over the streams',
    `without their first ${shifts.join(', ')} rows.`,
    '',
    ...table(['workload', 'rows', 'objects', 'frames', 'River', 'MOA', 'no worse?'], rows),
    '',
    'In brackets: reported only, the stream is chaotic (see bench/README.md).',
  ]
}

function withSpread(mean, values) {
  if (mean === undefined) return '-'
  const squares = values.map((value) => (value - mean) ** 2)
  const deviation = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / values.length)
  return `${share(mean)} ±${deviation.toFixed(4)}`
}
