import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '#services/browser.js'
import { openTab, overflows, violations } from '#services/tab.js'
import { buildPages } from './pages.test-support.js'
import { type StandIn, standIn } from './stand-in.test-support.js'
import { summary } from './stand-in-models.test-support.js'

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
let browser: Browser
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openBrowser(), serve()])
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** The server whose pages are looked at: `COELHO_URL`, or one that stands in for it. */
async function serve(): Promise<{ url: string; close(): Promise<void> }> {
  const real = process.env['COELHO_URL']
  if (real) return { url: real, close: async () => {} }
  const pages = await buildPages()
  const summaries = [
    summary('fraud', 'classification'),
    summary('arrival', 'regression'),
    summary('shop', 'clustering'),
  ]
  const made: StandIn = await standIn({ pages: pages.folder, summaries })
  const timer = setInterval(() => made.step(40), 100)
  const close = async () => {
    clearInterval(timer)
    await made.close()
    await pages.remove()
  }
  return { url: made.url, close }
}

async function visit(page: Page, project: string): Promise<void> {
  await page.goto(`${server.url}/#/${project}`)
  await page.getByTestId('connection').getByText('live').waitFor()
  await page.getByTestId('events').first().waitFor()
  if (!project) return
  await page.getByRole('button', { name: 'Predict' }).click()
  await page.getByTestId('prediction').waitFor()
  await page.locator('details').evaluateAll((folded) => {
    for (const one of folded as HTMLDetailsElement[]) one.open = true
  })
}

const projects = ['fraud', 'arrival', 'shop']

describe.each([
  { name: 'in the light', viewport: WIDE, colorScheme: 'light' },
  { name: 'in the dark', viewport: WIDE, colorScheme: 'dark' },
  { name: 'on a phone', viewport: PHONE, colorScheme: 'light' },
  { name: 'on a phone in the dark', viewport: PHONE, colorScheme: 'dark' },
] as const)('$name', ({ viewport, colorScheme }) => {
  it.each(['', ...projects])('axe finds nothing wrong: #/%s', async (project) => {
    const { page, complaints, origins } = await openTab(browser, { viewport, colorScheme })
    await visit(page, project)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
    expect([...origins]).toEqual([new URL(server.url).origin])
  })
})

it.each(['', ...projects])('nothing is wider than 360 pixels: #/%s', async (project) => {
  const { page } = await openTab(browser, { viewport: { width: 360, height: 740 } })
  await visit(page, project)
  expect(await overflows(page)).toBe(false)
})

it.each(['', ...projects])('the numbers move: #/%s', async (project) => {
  const { page } = await openTab(browser, { viewport: WIDE })
  await visit(page, project)
  const events = page.getByTestId('events').first()
  const before = await events.innerText()
  await expect.poll(() => events.innerText(), { timeout: 20_000 }).not.toBe(before)
})
