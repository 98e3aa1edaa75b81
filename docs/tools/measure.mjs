// What a page costs a slow phone, and what is wrong with it, as a browser tells.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** As Lighthouse does: a processor four times slower, 1.6 Mbit/s and 150 ms to the server. */
const slow = {
  cpu: 4,
  network: {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (750 * 1024) / 8,
  },
}
const phone = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, hasTouch: true }

/** Runs in the page before anything else. */
function watch() {
  const seen = { longTasks: [], shift: 0, largest: 0 }
  globalThis.seenByTest = seen
  const on = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    })
  on('longtask', ({ startTime, duration }) => seen.longTasks.push([startTime, duration]))
  on('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value
  })
  on('largest-contentful-paint', ({ startTime }) => {
    seen.largest = startTime
  })
}

/** Runs in the page once it is quiet. */
function told() {
  const { longTasks, shift, largest } = globalThis.seenByTest
  const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
  const late = longTasks.filter(([start, time]) => start + time > first)
  const blocked = late.map(([start, time]) => Math.min(time, start + time - first) - 50)
  return {
    first,
    largest,
    shift,
    blocking: blocked.reduce((sum, time) => sum + Math.max(0, time), 0),
    doctype: document.doctype?.name === 'html' && document.compatMode === 'CSS1Compat',
    lang: document.documentElement.lang !== '',
    title: document.title !== '',
    viewport: document.querySelector('meta[name=viewport]')?.content.includes('width=') ?? false,
    description: (document.querySelector('meta[name=description]')?.content ?? '') !== '',
    wide: document.documentElement.scrollWidth > innerWidth,
  }
}

/** Axe's rules, with that of the size of what is tapped. */
async function violations() {
  const found = await globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } } })
  return found.violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html}`)
}

/** Opens a page in a fresh profile on a slow phone, waits `settleMs`, and says what was seen. */
export async function measure(browser, url, settleMs = 4_000) {
  const context = await browser.newContext({ ...phone, isMobile: true })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const wrong = []
  const origins = new Set()
  let bytes = 0
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text())
  })
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  // What workers load is among it; a stream of events never is.
  page.on('requestfinished', (request) => {
    const count = ({ responseBodySize, responseHeadersSize }) => {
      bytes += responseBodySize + responseHeadersSize
    }
    request.sizes().then(count, () => {})
  })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', slow.network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu })
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'load', timeout: 120_000 })
  await page.waitForTimeout(settleMs)
  const facts = await page.evaluate(told)
  const transferred = bytes
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await page.evaluate(axe)
  const accessibility = await page.evaluate(violations)
  await context.close()
  const hosts = [...origins].filter((origin) => origin !== 'null' && origin !== new URL(url).origin)
  return { ...facts, bytes: transferred, wrong, hosts, accessibility }
}
