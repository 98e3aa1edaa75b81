// node docs/quality.mjs: what the built site and the dashboard cost a slow phone, as a table, with
// what is wrong below it. `--times 3` measures each page so often and takes the median.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { root } from '../scripts/lib/run.mjs'
import { findTool } from '../scripts/lib/tools.mjs'
import { measure } from './tools/measure.mjs'
import { serve } from './tools/serve.mjs'
import { dist } from './tools/site.mjs'

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } })
const times = Number(values.times)
const pages = {
  'the first page': '/',
  'a guide': '/guides/drift.html',
  'a live example': '/live/forest.html',
  'all classes': '/classes.html',
  'the API reference': '/api/index.html',
}

/** Gives up to which figure a page is fast, as Lighthouse has it. */
const good = { first: 1800, largest: 2500, blocking: 200, shift: 0.1 }

if (!existsSync(join(dist, 'api/index.html'))) {
  console.error('The site is not built: npm run docs')
  process.exit(1)
}
const { command, missing } = await findTool.chromium()
if (missing) {
  console.error(missing)
  process.exit(1)
}
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath: command, args: asRoot })
const site = await serve(dist)
const dashboard = await startDashboard()
try {
  const rows = []
  for (const [name, path] of Object.entries(pages)) {
    rows.push([name, await median(`${site.url}${path}`)])
  }
  rows.push(['the dashboard', await median(`${dashboard.url}/`)])
  rows.push(['a project on it', await median(`${dashboard.url}/#/fraud`)])
  report(rows)
} finally {
  await browser.close()
  await site.close()
  await dashboard.stop()
}

/** The measurement whose largest paint is in the middle. */
async function median(url) {
  const all = []
  for (let i = 0; i < times; i++) all.push(await measure(browser, url))
  return all.sort((a, b) => a.largest - b.largest)[Math.floor(all.length / 2)]
}

function report(rows) {
  const head = ['page', 'first paint', 'largest paint', 'blocked', 'shift', 'transferred']
  console.log(`| ${head.join(' | ')} | wrong |`)
  console.log(`| --- | ${head.slice(1).fill('---:').join(' | ')} | --- |`)
  for (const [name, of] of rows) {
    const mark = (key, text) => (of[key] > good[key] ? `**${text}**` : text)
    const seconds = (key) => mark(key, `${(of[key] / 1000).toFixed(2)} s`)
    const blocked = mark('blocking', `${Math.round(of.blocking)} ms`)
    const shift = mark('shift', of.shift.toFixed(3))
    const kilobytes = `${Math.round(of.bytes / 1024)} kB`
    const figures = [seconds('first'), seconds('largest'), blocked, shift, kilobytes]
    console.log(`| ${name} | ${figures.join(' | ')} | ${faults(of).length || '–'} |`)
  }
  for (const [name, of] of rows) for (const fault of faults(of)) console.log(`${name}: ${fault}`)
}

function faults(of) {
  const needed = ['doctype', 'lang', 'title', 'viewport', 'description']
  return [
    ...needed.filter((one) => !of[one]).map((one) => `no ${one}`),
    ...(of.wide ? ['it is wider than the screen'] : []),
    ...of.hosts.map((host) => `it asks ${host}`),
    ...of.wrong,
    ...of.accessibility,
  ]
}

/** `coelho serve` with its example projects and made-up events, on a free port. */
async function startDashboard() {
  const folder = mkdtempSync(join(tmpdir(), 'coelho-quality-'))
  const program = join(root, 'packages/serve/bin/coelho.js')
  const config = join(root, 'examples/coelho.config.ts')
  const store = join(folder, 'store')
  const options = ['--config', config, '--data', folder, '--store', store, '--generate', '50']
  const args = [program, 'serve', '--train', '--port', '0', ...options]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = await new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (more) => {
      text += more
      const [found] = /http:\S+/.exec(text) ?? []
      if (found) resolve(found)
    })
    ended.then(() => reject(new Error(`coelho serve ended: ${text}`)))
  })
  const stop = async () => {
    child.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, stop }
}
