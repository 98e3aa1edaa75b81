import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as paths from '../paths.mjs'

/** All that was measured, from `bench/results`, the newest last; quick runs mean nothing. */
export function readResults(folder = paths.results) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const runs = files.sort().map((file) => ({
    ...JSON.parse(readFileSync(join(folder, file), 'utf8')),
    file,
  }))
  return new Results(runs.filter(({ kind }) => !kind.endsWith('-quick')))
}

class Results {
  /** The runs of which a figure is on the page. */
  used = new Set()

  constructor(runs) {
    this.runs = runs
  }

  /** The newest run of a kind. */
  newest(kind) {
    const run = this.runs.findLast((one) => one.kind === kind)
    if (!run) throw new Error(`There is no result of the kind ${kind} in bench/results.`)
    this.used.add(run)
    return run
  }

  /**
   * The newest measurement of each thing a kind of run has in a list: a run of a few of them leaves
   * those of the others as they were. Each with the day it is of.
   */
  each(kind, list, nameOf) {
    const found = new Map()
    for (const run of this.runs.filter((one) => one.kind === kind)) {
      for (const one of run[list]) found.set(nameOf(one), { ...one, run })
    }
    for (const { run } of found.values()) this.used.add(run)
    return [...found.values()].map(({ run, ...one }) => ({ ...one, date: dayOf(run), run }))
  }
}

export function dayOf({ date }) {
  return date.slice(0, 10)
}
