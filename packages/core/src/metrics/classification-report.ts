import type { Rules } from '../options/rules.js'
import { ClassificationMetric, type ClassificationOptions } from './base/classification-metric.js'
import type { Predicted } from './counts/counts.js'
import { CM } from './counts/rules.js'
import {
  fBeta,
  macro,
  precision,
  ratio,
  recall,
  type Score,
  scoreOf,
  weighted,
} from './counts/scores.js'
import { centred, inOrder, labelText, percent, printTable } from './counts/table.js'

export interface ClassificationReportOptions extends ClassificationOptions {
  /** How many decimals the percentages have. */
  readonly decimals: number
}

/** How well a class is recognised, or all together. */
export interface ReportLine {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** What a report says, as numbers. */
export interface Report {
  /** By class, in order; `support` is the weight of its events. */
  readonly classes: ReadonlyMap<Predicted, ReportLine & { readonly support: number }>
  readonly macro: ReportLine
  readonly micro: ReportLine
  readonly weighted: ReportLine
  readonly accuracy: number
}

/**
 * Precision, recall and F1 of each class and of all together, as a table.
 *
 * @example
 * const report = new metrics.ClassificationReport()
 * report.updateMany(['ham', 'ham', 'spam'], ['ham', 'spam', 'spam'])
 * report.summary.classes.get('ham')?.recall // => 0.5
 * String(report).split('\n')[2].trim() // => 'ham     100.00%    50.00%   66.67%         2'
 */
export class ClassificationReport extends ClassificationMetric<ClassificationReportOptions> {
  static override readonly id: string = 'metrics.ClassificationReport'
  static override readonly rules: Rules<ClassificationReportOptions> = {
    decimals: { kind: 'integer', default: 2, atLeast: 0, atMost: 20 },
    cm: CM,
  }

  /** A report has no single value: see `summary`. */
  override get(): undefined {
    return undefined
  }

  /** The same as numbers. */
  get summary(): Report {
    const { cm } = this
    const { counts } = cm
    const classes = cm.classes.sort(inOrder).map((label) => {
      const code = counts.find(label)
      const lineOfClass = line((score) => scoreOf(counts, code, score))
      return [label, { ...lineOfClass, support: counts.trueWeight(code) }] as const
    })
    const accuracy = ratio(cm.totalTruePositives, cm.totalWeight)
    return {
      classes: new Map(classes),
      macro: line((score) => macro(counts, score)),
      micro: { precision: accuracy, recall: accuracy, f1: accuracy },
      weighted: line((score) => weighted(counts, score)),
      accuracy,
    }
  }

  override toString(): string {
    const { decimals } = this.options
    const { classes, macro, micro, weighted, accuracy } = this.summary
    const lines = [...classes.values()]
    const column = (field: keyof ReportLine) => [
      '',
      ...lines.map((line) => percent(line[field], decimals)),
      '',
      ...[macro, micro, weighted].map((line) => percent(line[field], decimals)),
    ]
    const table = printTable(
      ['', 'Precision', 'Recall', 'F1', 'Support'],
      [
        ['', ...[...classes.keys()].map(labelText), '', 'Macro', 'Micro', 'Weighted'],
        column('precision'),
        column('recall'),
        column('f1'),
        ['', ...lines.map(({ support }) => String(support)), '', '', '', ''],
      ],
    )
    return `${table}\n\n${centred(`${percent(accuracy, decimals)} accuracy`, table.indexOf('\n'))}`
  }
}

function line(of: (score: Score) => number): ReportLine {
  return { precision: of(precision), recall: of(recall), f1: of(f1) }
}

function f1(right: number, ofClass: number, predicted: number): number {
  return fBeta(ratio(right, predicted), ratio(right, ofClass), 1)
}
