// docs/benchmarks.md and its plots are what bench/page makes of bench/results, and up to date.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { benchmarksPage, pageFile, plotsFolder } from '../../bench/page/page.mjs'
import { writePage } from '../../bench/page/run.mjs'

export default async function benchmarks(tally) {
  if (process.env.COELHO_UPDATE) writePage()
  const { text, plots } = benchmarksPage()
  const there = existsSync(plotsFolder) ? readdirSync(plotsFolder) : []
  const stale = [
    ...(read(pageFile) === text ? [] : ['docs/benchmarks.md']),
    ...[...plots]
      .filter(([name, svg]) => read(join(plotsFolder, name)) !== svg)
      .map(([name]) => name),
    ...there.filter((name) => !plots.has(name)),
  ]
  if (stale.length === 0) tally.pass()
  else tally.fail(stale.join(', '), 'Out of date with bench/results: npm run bench:page')
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
