import { shifts } from '../workloads.mjs'
import { share, table } from './table.mjs'

/** The table of a quality run, as lines. */
export function qualityTable(measured) {
  const rows = measured.map(({ workload, rows, means, gates, noWorse }) => {
    const verdict = noWorse === undefined ? '-' : noWorse ? 'yes' : 'NO'
    return [
      ...[workload, String(rows), share(means.objects), share(means.frames)],
      ...[share(means.river), share(means.moa), gates ? verdict : `(${verdict})`],
    ]
  })
  return [
    `Accuracy, mean over the streams without their first ${shifts.join(', ')} rows.`,
    '',
    ...table(['workload', 'rows', 'objects', 'frames', 'River', 'MOA', 'no worse?'], rows),
    '',
    'In brackets: reported only, the stream is chaotic (see bench/README.md).',
  ]
}
