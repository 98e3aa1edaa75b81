// npm run bench:page: writes docs/benchmarks.md and its plots anew from bench/results.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchmarksPage, pageFile, plotsFolder } from './page.mjs'

export function writePage() {
  const { text, plots } = benchmarksPage()
  writeFileSync(pageFile, text)
  mkdirSync(plotsFolder, { recursive: true })
  for (const name of readdirSync(plotsFolder)) if (!plots.has(name)) rmSync(join(plotsFolder, name))
  for (const [name, svg] of plots) writeFileSync(join(plotsFolder, name), svg)
  return `docs/benchmarks.md, ${plots.size} plots`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`Written: ${writePage()}`)
