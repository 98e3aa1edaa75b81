import { median } from './median.mjs'

/** The middle of the runs of each contender, at all rows and at River's, and the ratios. */
export function summarize({ workload, entries }) {
  const rates = {}
  for (const { contender, job, reports, failure } of entries) {
    const key = contender === 'coelho' ? job.variant : nameOf(contender, job.variant)
    rates[key] = reports.length === 0 ? { failure } : ratesOf(reports)
  }
  const ratios = {}
  for (const variant of workload.variants) ratios[variant] = ratiosOf(rates[variant], rates)
  return { name: workload.name, rates, ratios, goals: goalsOf(workload, ratios) }
}

/** 'bare' is the one with cached logarithms; the other is named after its variant. */
function nameOf(contender, variant) {
  return contender === 'bare' && variant !== 'cached' ? `bare ${variant}` : contender
}

function ratesOf(reports) {
  const last = reports[0].results.length - 1
  return {
    all: at(reports, 0),
    few: at(reports, last), // as many rows as River had
    peakMegabytes: Math.max(...reports.map((report) => report.peakMegabytes)),
  }
}

function at(reports, k) {
  const results = reports.map((report) => report.results[k])
  const rates = results.map((result) => result.rowsPerSecond)
  const cold = results.map((result) => result.coldRowsPerSecond).filter((rate) => rate > 0)
  return {
    rows: results[0].rows,
    rowsPerSecond: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    coldRowsPerSecond: cold.length > 0 ? median(cold) : undefined,
    accuracy: results[0].accuracy,
    error: results[0].error,
    auc: results[0].auc,
    checksum: results[0].checksum,
  }
}

/** Rates fall as models grow, so each ratio is taken at equal rows. */
function ratiosOf(ours, { river, moa, bare }) {
  if (!ours?.all) return {}
  return {
    river: river?.few && ours.few.rowsPerSecond / river.few.rowsPerSecond,
    moa: moa?.all && ours.all.rowsPerSecond / moa.all.rowsPerSecond,
    moaCold: moa?.all && ours.all.coldRowsPerSecond / moa.all.coldRowsPerSecond,
    bare: bare?.all && ours.all.rowsPerSecond / bare.all.rowsPerSecond,
  }
}

function goalsOf(workload, ratios) {
  return Object.entries(workload.goals).flatMap(([variant, wanted]) =>
    Object.entries(wanted)
      .filter(([peer]) => ratios[variant][peer] !== undefined)
      .map(([peer, goal]) => {
        const ratio = ratios[variant][peer]
        return { variant, peer, goal, ratio, met: ratio >= goal }
      }),
  )
}
