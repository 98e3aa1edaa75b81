import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Marker, Summary } from '#api'
import { openBrowser } from '#services/browser.js'
import { openTab, type Seen } from '#services/tab.js'
import { buildPages } from './pages.test-support.js'
import { type StandIn, type StandInOptions, standIn } from './stand-in.test-support.js'
import { summary } from './stand-in-models.test-support.js'

let browser: Browser
let pages: Awaited<ReturnType<typeof buildPages>>
const servers: StandIn[] = []

beforeAll(async () => {
  ;[browser, pages] = await Promise.all([openBrowser(), buildPages()])
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  for (const server of servers.splice(0)) await server.close()
})
afterAll(async () => {
  await browser?.close()
  await pages?.remove()
})

type Manner = Partial<StandInOptions>

async function serve(summaries: Summary[], manner: Manner = {}): Promise<StandIn> {
  const server = await standIn({ pages: pages.folder, summaries, ...manner })
  servers.push(server)
  return server
}

async function open(server: StandIn, hash = ''): Promise<Seen> {
  const seen = await openTab(browser, { viewport: { width: 1280, height: 800 } })
  await seen.page.goto(`${server.url}/${hash}`)
  await seen.page.getByTestId('connection').getByText('live').waitFor()
  return seen
}

const marker = (event: number, more: Partial<Marker> = {}): Marker => ({
  ...{ kind: 'drift', event, time: Date.now(), text: 'error rose', signal: 'error' },
  ...{ feature: null, from: null, to: null },
  ...more,
})

describe('the pages', () => {
  it('show a drift in the timeline, count it and say it aloud', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server, '#/fraud')
    server.step(100)
    server.tell({ kind: 'marker', model: 'fraud', marker: marker(7050, { feature: 'amount' }) })
    const listed = page.getByRole('button', { name: /error rose amount 7,050/ })
    await listed.click()
    expect(await listed.getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('status').getByText('fraud: error rose at event 7,050').waitFor()
    const drifts = page.locator('dl div', { hasText: 'Drifts' })
    expect(await drifts.innerText()).toMatch(/Drifts\s+1/)
  })

  it('lose nothing of what happens while they ask what was', async () => {
    const server = await serve([summary('fraud', 'classification')], { seriesMs: 1500 })
    const { page } = await open(server, '#/fraud')
    await page.getByRole('heading', { level: 1, name: 'fraud' }).waitFor()
    server.tell({ kind: 'marker', model: 'fraud', marker: marker(7001) })
    await expect.poll(() => server.asked.some((asked) => asked.endsWith('/series'))).toBe(true)
    await new Promise((done) => setTimeout(done, 2000))
    expect(await page.getByRole('button', { name: /error rose 7,001/ }).count()).toBe(1)
  })

  it('show names as text, whatever they look like', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const server = await serve([summary(evil, 'classification', '<script>alert(2)</script>')])
    const { page, complaints } = await open(server)
    await page.getByRole('heading', { name: evil }).waitFor()
    await page.getByRole('heading', { name: evil }).getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: evil }).waitFor()
    const text = '"><svg onload=alert(3)>'
    server.tell({ kind: 'marker', model: evil, marker: marker(1, { text, feature: '{@html}' }) })
    await page.getByText(text).first().waitFor()
    await page.getByRole('button', { name: 'Promote runner-up' }).waitFor()
    expect(await page.locator('img, script:not([src])').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('go on after a break where they were, and miss nothing', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server)
    server.step(1)
    const events = page.getByTestId('events')
    await events.getByText('7,001').waitFor()
    server.hangUp()
    server.step(1000)
    await events.getByText('8,001').waitFor()
    expect(server.resumed).toEqual(['1'])
    expect(server.asked.filter((asked) => asked.endsWith('/series'))).toHaveLength(1)
  })

  it('ask for a token where one is needed, and keep it as long as the tab', async () => {
    const server = await serve([summary('fraud', 'classification')], { token: 'right' })
    const { page } = await openTab(browser)
    await page.goto(server.url)
    const field = page.getByLabel('Token')
    await field.fill('wrong')
    await field.press('Enter')
    await page.getByRole('alert').getByText('A token is needed.').waitFor()
    await field.fill('right')
    await field.press('Enter')
    await page.getByRole('heading', { name: 'fraud' }).waitFor()
    await page.getByTestId('connection').getByText('live').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'fraud' }).waitFor()
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('right')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
  })

  it('predict, explain and learn from the keyboard alone', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server, '#/fraud/try')
    await expect.poll(() => page.getByLabel('amount').inputValue()).toBe('12')
    await page.getByLabel('amount').focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('ten')
    await page.keyboard.press('Enter')
    await page.getByText('must be a number').waitFor()
    expect(await page.getByLabel('amount').evaluate((it) => it === document.activeElement)).toBe(
      true,
    )
    await page.keyboard.press('Control+A')
    await page.keyboard.type('10')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('prediction').innerText()).toBe('1')
    await page.getByRole('button', { name: 'Learn' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Took the event').waitFor()
    expect(server.asked).toContain('POST /v1/models/fraud/explain')
  })

  it('ask before they stop a training or serve an old version', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server, '#/fraud')
    await page.getByRole('button', { name: 'Stop training' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Serve v6' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Serve v6' }).click()
    await page.getByRole('button', { name: 'Follow the newest' }).waitFor()
    const posts = server.asked.filter((asked) => asked.startsWith('POST'))
    expect(posts).toEqual(['POST /v1/models/fraud/versions/6/pin'])
  })

  it('are read by the arrow keys, value by value', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server, '#/fraud')
    const chart = page.getByRole('slider')
    await chart.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/^Event 100: champion/)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/^Event 200: champion/)
  })

  it('let the keyboard skip to the content first of all', async () => {
    const server = await serve([summary('fraud', 'classification')])
    const { page } = await open(server)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })
})

describe('at 60 updates a second of each of three models', () => {
  it.each(['', '#/fraud'])('nothing blocks: %s', async (hash) => {
    const server = await serve([
      summary('fraud', 'classification'),
      summary('arrival', 'regression'),
      summary('shop', 'clustering'),
    ])
    const { page } = await open(server, hash)
    const timer = setInterval(() => server.step(7), 1000 / 60)
    const { frames, longest } = await page.evaluate(async () => {
      const until = performance.now() + 5000
      let [last, frames, longest] = [performance.now(), 0, 0]
      while (last < until) {
        await new Promise(requestAnimationFrame)
        const now = performance.now()
        longest = Math.max(longest, now - last)
        last = now
        frames++
      }
      return { frames, longest }
    })
    clearInterval(timer)
    expect(longest).toBeLessThan(400)
    expect(frames).toBeGreaterThan(75)
  })
})
