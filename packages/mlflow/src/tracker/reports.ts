import {
  type Contestant,
  classReportOf,
  confusionOf,
  encoderCodes,
  type Learning,
} from '@coelho/runtime'
import { linePlot, matrixPlot, type Series } from './plot.js'
import { valuesOf } from './sample.js'

/** Texts by the names of their files. */
export type Files = Record<string, string>

/** More classes than this are no plot that anybody can read. */
const MOST_CLASSES = 30

/** What can be told of a project now, besides its model: for people, and for programs. */
export function reportsOf(learning: Learning, title: string, series: readonly Series[]): Files {
  const { leader, contestants, counts, history } = learning
  const files: Files = {
    'metrics.json': json({
      counts,
      contestants: Object.fromEntries(
        contestants.map((one) => [one.name, Object.fromEntries(valuesOf(one))]),
      ),
      champion: leader.name,
      takeovers: history.takeovers,
      drifts: history.drifts,
    }),
    [`plots/${fileName(title)}.svg`]: linePlot(title, series),
  }
  const codes = encoderCodes(leader.model)
  if (codes.size > 0) files['encoder_codes.json'] = json(Object.fromEntries(codes))
  return { ...files, ...classFilesOf(leader) }
}

function classFilesOf(one: Contestant): Files {
  const report = classReportOf(one)
  const confusion = confusionOf(one)
  if (report === undefined || confusion === undefined) return {}
  const labels = confusion.labels.map(String)
  const weights = confusion.matrix
  const files = { 'classification_report.txt': `${report}\n` }
  if (labels.length > MOST_CLASSES) return files
  return {
    ...files,
    'confusion_matrix.json': json({ labels, weights }),
    'plots/confusion_matrix.svg': matrixPlot('Confusion matrix', labels, weights),
  }
}

function fileName(title: string): string {
  return title.replace(/[^A-Za-z0-9_-]+/g, '_') || 'metric'
}

function json(value: unknown): string {
  return `${JSON.stringify(value, spelled, 2)}\n`
}

/** JSON has neither NaN nor infinities. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
