import { metrics, metricsByName, snapshot } from '@coelho/core'
import type { Contestant, Learning } from '@coelho/runtime'
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
  const codes = codesIn(leader.model)
  if (codes) files['encoder_codes.json'] = json(codes)
  const matrix = matrixOf(leader)
  if (matrix) Object.assign(files, reportOf(matrix))
  return files
}

function reportOf(live: metrics.ConfusionMatrix): Files {
  // A metric that shares a matrix leaves a trace in it: the report gets one of its own.
  const cm = snapshot.copy(live)
  const report = String(new metrics.ClassificationReport({ cm }))
  const classes = cm.classes
  if (classes.length > MOST_CLASSES) return { 'classification_report.txt': `${report}\n` }
  const labels = classes.map(String)
  const { data } = cm
  const weights = classes.map((truth) =>
    classes.map((said) => data.get(truth as never)?.get(said) ?? 0),
  )
  return {
    'classification_report.txt': `${report}\n`,
    'confusion_matrix.json': json({ labels, weights }),
    'plots/confusion_matrix.svg': matrixPlot('Confusion matrix', labels, weights),
  }
}

/** The counts that a metric of classes is made of. */
function matrixOf({ metric }: Contestant): metrics.ConfusionMatrix | undefined {
  for (const [, one] of metricsByName(metric)) {
    const { cm } = one as { cm?: unknown }
    for (const each of [one, cm]) {
      if (each instanceof metrics.ConfusionMatrix && each.nSamples > 0) return each
    }
  }
  return undefined
}

/** By step the codes of the encoders in a pipeline, or `undefined` where there are none. */
function codesIn(model: object, path = '', depth = 0): Record<string, unknown> | undefined {
  const { codes, steps, transformers } = model as Partial<Coding & Holding>
  const found: Record<string, unknown> = {}
  if (typeof codes === 'function') found[path || 'model'] = codes.call(model)
  for (const parts of [steps, transformers]) {
    if (!(parts instanceof Map) || depth > 10) continue
    for (const [name, part] of parts) {
      Object.assign(found, codesIn(part, path ? `${path}/${name}` : String(name), depth + 1))
    }
  }
  return Object.keys(found).length > 0 ? found : undefined
}

interface Coding {
  codes(): unknown
}

interface Holding {
  readonly steps: ReadonlyMap<string, object>
  readonly transformers: ReadonlyMap<string, object>
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
