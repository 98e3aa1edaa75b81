// The pages, as a reader sees them.
import { existsSync, readdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openTab, overflows, violations } from '#services/tab.js'
import { dist } from '../tools/site.mjs'
import { openSite } from './site.test-support.js'

const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 360, height: 740 }

if (!existsSync(dist)) throw new Error('The site is not built: npm run docs')
const pages = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.html') && !/^api\b|^404/.test(file))
  .sort()
const apiPages = [
  'api/index.html',
  'api/modules/_coelho_learners.tree.html',
  'api/classes/_coelho_learners.forest.ARFClassifier.html',
]

const site = openSite()

async function settle(page: Page, path: string): Promise<void> {
  await page.goto(`${site.server.url}/${path}`, { waitUntil: 'networkidle' })
  if (path.startsWith('live/') && !path.endsWith('index.html')) {
    await page.locator('.cm-content').waitFor()
  }
}

/** One of each kind, unless the long figures are asked for: a page takes three seconds. */
const KINDS =
  /^(index|get-started|classes|benchmarks|guides.kafka|recipes.fraud|live.forest)\.html$/
const looked = pages.filter((path) => process.env['COELHO_FULL'] === '1' || KINDS.test(path))

describe.each(looked)('%s', (path) => {
  it('is right for axe in both themes, fits a phone, and asks no other host', async () => {
    const options = { viewport: WIDE, colorScheme: 'light', reducedMotion: 'reduce' } as const
    const { page, complaints, origins } = await openTab(site.browser, options)
    await settle(page, path)
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.locator('html.dark').waitFor()
    expect(await violations(page)).toEqual([])
    await page.setViewportSize(PHONE)
    expect(await overflows(page)).toBe(false)
    expect(complaints).toEqual([])
    expect([...origins].filter((origin) => origin !== 'null')).toEqual([site.server.url])
  })
})

describe.each(pages)('%s', (path) => {
  it('has a title, a language, a description and one heading, without scripts too', async () => {
    const { page } = await openTab(site.browser, { viewport: WIDE, javaScriptEnabled: false })
    await page.goto(`${site.server.url}/${path}`)
    expect(await page.title()).toMatch(/Coelho/)
    expect(await page.locator('html').getAttribute('lang')).toBe('en-GB')
    const description = await page.locator('meta[name=description]').getAttribute('content')
    expect(description?.length).toBeGreaterThan(30)
    expect(description?.length).toBeLessThanOrEqual(160)
    expect(await page.locator('h1').count()).toBe(1)
  })
})

it.each(apiPages)('the API reference asks no other host: %s', async (path) => {
  const { page, complaints, origins } = await openTab(site.browser, { viewport: WIDE })
  await settle(page, path)
  expect(complaints).toEqual([])
  expect([...origins]).toEqual([site.server.url])
  expect(await page.locator('h1').count()).toBeGreaterThan(0)
})

describe('a reader', () => {
  it('finds ADWIN by the keyboard', async () => {
    const { page, origins } = await openTab(site.browser, { viewport: WIDE })
    await settle(page, 'index.html')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('ADWIN')
    await page.locator('.VPLocalSearchBox .result').first().waitFor()
    const found = await page.locator('.VPLocalSearchBox .results').innerText()
    expect(found).toContain('A change is noticed')
    await page
      .getByRole('option', { name: /A change is noticed/ })
      .first()
      .click()
    await page.waitForURL(/live\/adwin\.html/)
    expect([...origins]).toEqual([site.server.url])
  })

  it('goes from a guide to the API reference, and back', async () => {
    const { page } = await openTab(site.browser, { viewport: WIDE })
    await settle(page, 'live/adwin.html')
    await page.getByRole('main').getByRole('link', { name: 'ADWIN', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /ADWIN/ }).waitFor()
    await page.getByRole('link', { name: 'Guides' }).first().click()
    await page.getByRole('heading', { level: 1, name: /Get started/ }).waitFor()
  })

  it('changes the theme, and the picture of an example changes with it', async () => {
    const options = { viewport: WIDE, colorScheme: 'light', reducedMotion: 'reduce' } as const
    const { page } = await openTab(site.browser, options)
    await settle(page, 'live/metrics.html')
    const canvas = page.locator('canvas')
    const corner = () => canvas.screenshot().then((bytes) => bytes.toString('base64'))
    const light = await corner()
    await page.getByRole('switch').first().click()
    await expect.poll(corner).not.toBe(light)
    expect(await page.locator('html').getAttribute('class')).toContain('dark')
  })

  it('reads the code of an example without scripts, too', async () => {
    const { page } = await openTab(site.browser, { viewport: WIDE, javaScriptEnabled: false })
    await page.goto(`${site.server.url}/live/adwin.html`)
    expect(await page.getByLabel('The code of this example').inputValue()).toContain('new ADWIN(')
  })
})
