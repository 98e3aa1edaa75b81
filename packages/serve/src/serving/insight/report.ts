import {
  type AnyProject,
  classReportOf,
  confusionOf,
  type Learning,
  type LogRecord,
} from '@coelho/runtime'
import type { Report } from '../../api/shapes.js'
import { valuesOf } from '../../learned.js'
import type { Plain } from '../plain.js'

/** What can be said of the champion's mistakes, but for those of numbers: see `errorsOf`. */
export function reportOf({ leader }: Learning): Omit<Report, 'task' | 'version' | 'errors'> {
  const confusion = confusionOf(leader)
  const metrics = valuesOf(leader)
  if (!confusion) return { confusion: null, classes: null, text: null, metrics }
  const { matrix } = confusion
  const labels = confusion.labels.map((label) => String(label ?? '(nothing)'))
  const classes = labels.map((label, i) => ({ label, ...scoresOf(matrix, i) }))
  const shown = { labels, matrix: matrix.map((row) => [...row]) }
  return { confusion: shown, classes, text: classReportOf(leader) ?? null, metrics }
}

function scoresOf(
  matrix: readonly (readonly number[])[],
  i: number,
): { precision: number; recall: number; f1: number; support: number } {
  const right = matrix[i]![i]!
  const said = matrix.reduce((sum, row) => sum + row[i]!, 0)
  const support = matrix[i]!.reduce((sum, count) => sum + count, 0)
  const precision = said > 0 ? right / said : 0
  const recall = support > 0 ? right / support : 0
  const both = precision + recall
  return { precision, recall, f1: both > 0 ? (2 * precision * recall) / both : 0, support }
}

const BINS = 21

/**
 * How far predictions were off their truth, of events whose label has come: predictions as they
 * were made before the event was learned, truths from the log.
 */
export function errorsOf(
  project: AnyProject,
  records: readonly LogRecord[],
  said: ReadonlyMap<string, Plain>,
): Report['errors'] {
  const errors = records.flatMap(({ value, time }) => {
    const parsed = project.parse(value, time)
    if (parsed.kind === 'dead' || typeof parsed.y !== 'number') return []
    const answer = said.get(parsed.id)
    return typeof answer === 'number' ? [parsed.y - answer] : []
  })
  return errors.length > 0 ? histogram(errors) : null
}

/** Bins of one width about zero, wide enough for all but the strangest fiftieth on each side. */
function histogram(errors: number[]): { edges: number[]; counts: number[] } {
  errors.sort((a, b) => a - b)
  const at = (share: number) => Math.abs(errors[Math.floor(share * (errors.length - 1))]!)
  const reach = Math.max(at(0.02), at(0.98)) || 1
  const width = (2 * reach) / BINS
  const edges = Array.from({ length: BINS + 1 }, (_, i) => -reach + i * width)
  const counts = new Array<number>(BINS).fill(0)
  for (const error of errors) {
    const bin = Math.floor((error + reach) / width)
    counts[Math.max(0, Math.min(BINS - 1, bin))]!++
  }
  return { edges, counts }
}
