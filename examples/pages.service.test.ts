// The pages among the examples, in a real browser, as their own servers hand them out.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '#services/browser.js'
import { openTab, overflows, type Seen, violations } from '#services/tab.js'
import { type Launched, launchPages } from './pages.test-support.js'

let browser: Browser
let launched: Launched | undefined

beforeAll(async () => {
  browser = await openBrowser()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await launched?.stop()
  launched = undefined
})
afterAll(() => browser?.close())

/** The page of a server, on a phone. */
async function visit(file: string): Promise<Seen> {
  launched = await launchPages(file)
  const tab = await openTab(browser, { viewport: { width: 390, height: 844 } })
  await tab.page.goto(launched.url)
  return tab
}

async function expectWell({ page, complaints, origins }: Seen): Promise<void> {
  expect(complaints).toEqual([])
  expect([...origins]).toEqual([launched!.url])
  expect(await violations(page)).toEqual([])
  expect(await overflows(page)).toBe(false)
}

it('examples/browser learns from clicks, without a bundler', async () => {
  const tab = await visit('examples/browser/serve.mjs')
  const { page } = tab
  const score = page.getByRole('status')
  await expect.poll(() => score.innerText()).toBe('It has learned nothing yet.')
  const field = page.locator('#field')
  await field.click({ position: { x: 60, y: 60 } })
  await expect.poll(() => score.innerText()).toBe('The first place is blue.')
  await page.getByLabel('orange').check()
  await field.click({ position: { x: 300, y: 300 } })
  await expect
    .poll(() => score.innerText())
    .toBe('It guessed blue, it is orange. 2 places: 0 % guessed right.')
  await field.click({ position: { x: 310, y: 300 } })
  await expect.poll(() => score.innerText()).toMatch(/^It guessed orange, it is orange\. 3 places/)

  await page.getByRole('button', { name: 'Begin anew' }).click()
  await expect.poll(() => score.innerText()).toBe('It has learned nothing yet.')
  await page.getByRole('button', { name: 'two moons' }).click()
  await expect.poll(() => score.innerText()).toMatch(/100 places: (8\d|9\d) % guessed right/)
  await expectWell(tab)
})

it('examples/worker learns 200,000 events while its page stays awake', async () => {
  const tab = await visit('examples/worker/serve.mjs')
  await tab.page.getByRole('button', { name: 'Learn' }).click()
  await tab.page.locator('#report[data-done]').waitFor({ timeout: 60_000 })
  const report = await tab.page.getByRole('status').innerText()
  expect(report).toMatch(/^200000 events: 9\d\.\d % right before learning/)
  expect(report).toMatch(/changes noticed at .*\b100\d{3}\b/)
  await expectWell(tab)
})
