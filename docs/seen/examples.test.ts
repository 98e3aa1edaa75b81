// The live examples, as a reader meets them: they run, they are changed, they go wrong.
import { readdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openTab, type Seen } from '#services/tab.js'
import { openSite } from './site.test-support.js'

const examples = ['forest', 'dbstream', 'adwin', 'metrics']

const site = openSite()

const live = (page: Page) => page.getByRole('region', { name: 'Live example' })
const pictures = async (page: Page) => Number(await live(page).getAttribute('data-pictures'))
const editor = (page: Page) => page.locator('.cm-content')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function figure(page: Page, name: string): Promise<number> {
  const shown = live(page)
    .locator('dl div')
    .filter({ has: page.getByText(name, { exact: true }) })
  return Number((await shown.locator('dd').innerText()).replaceAll(',', ''))
}

/** What is to be seen: the same text for the same picture. */
const look = (page: Page) =>
  page
    .locator('canvas')
    .screenshot()
    .then((bytes) => `${bytes}`)

async function visit(name: string, options = {}): Promise<Seen> {
  const seen = await openTab(site.browser, { viewport: { width: 1280, height: 900 }, ...options })
  await seen.page.goto(`${site.server.url}/live/${name}.html`)
  await expect.poll(() => pictures(seen.page), { timeout: 20_000 }).toBeGreaterThan(0)
  await editor(seen.page).waitFor()
  return seen
}

async function write(page: Page, code: string): Promise<void> {
  await editor(page).fill(code)
  await button(page, 'Run this code').click()
}

const problem = (page: Page) => live(page).getByRole('alert').innerText()

describe('every example', () => {
  it.each(examples)('%s runs by itself: its picture and its figures change', async (name) => {
    const { page, complaints, origins } = await visit(name)
    const [before, events] = [await look(page), await figure(page, 'Events')]
    await expect.poll(() => figure(page, 'Events')).toBeGreaterThan(events)
    await expect.poll(() => look(page)).not.toBe(before)
    expect(complaints).toEqual([])
    expect([...origins].filter((origin) => origin !== 'null')).toEqual([site.server.url])
  })

  it.each(examples)('%s is the program of its file, and no longer than 40 lines', async (name) => {
    // The editor makes no more lines than there is room for.
    const { page } = await visit(name, { viewport: { width: 1280, height: 2400 } })
    const file = readFileSync(new URL(`../live/programs/${name}.js`, import.meta.url), 'utf8')
    const lines = await page.locator('.cm-line').allInnerTexts()
    expect(lines.map((line) => line.replace(/\n$/, '')).join('\n')).toBe(file.trimEnd())
    expect(file.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })

  it('has a page, and every page has an example', () => {
    const programs = readdirSync(new URL('../live/programs', import.meta.url))
    expect(programs.sort()).toEqual(examples.map((name) => `${name}.js`).sort())
  })
})

describe('what the examples show', () => {
  it('a forest that is right most of the time, while the boundary turns', async () => {
    const { page } = await visit('forest')
    await page.getByLabel('Events in a picture').fill('40')
    await expect.poll(() => figure(page, 'Events'), { timeout: 30_000 }).toBeGreaterThan(4000)
    expect(await figure(page, 'Accuracy')).toBeGreaterThan(0.85)
  })

  it('ADWIN notices that the slider was moved, and not before', async () => {
    const { page } = await visit('adwin')
    await page.getByLabel('Events in a picture').fill('20')
    await expect.poll(() => figure(page, 'Window'), { timeout: 20_000 }).toBeGreaterThan(1000)
    expect(await figure(page, 'Changes')).toBe(0)
    await page.getByLabel('Mean of the stream').fill('0.9')
    await expect.poll(() => figure(page, 'Changes'), { timeout: 20_000 }).toBeGreaterThan(0)
    await expect.poll(() => figure(page, 'Mean'), { timeout: 20_000 }).toBeGreaterThan(0.85)
  })

  it('accuracy hides that frauds are no different, the area under the curve does not', async () => {
    const { page } = await visit('metrics')
    await page.getByLabel('How different they are').fill('0')
    await page.getByLabel('Events in a picture').fill('60')
    await expect.poll(() => figure(page, 'Events'), { timeout: 30_000 }).toBeGreaterThan(4000)
    expect(await figure(page, 'Accuracy')).toBeGreaterThan(0.9)
    expect(await figure(page, 'ROC AUC')).toBeLessThan(0.7)
  })
})

describe('the buttons', () => {
  it('hold the stream, take one picture, go on, and end it', async () => {
    const { page } = await visit('metrics')
    await button(page, 'Pause').click()
    await page.getByRole('status').getByText('Paused').waitFor()
    await page.waitForTimeout(300)
    const held = await pictures(page)
    await page.waitForTimeout(500)
    expect(await pictures(page)).toBe(held)
    await button(page, 'Step').click()
    await expect.poll(() => pictures(page)).toBe(held + 1)
    await button(page, 'Go on').click()
    await expect.poll(() => pictures(page)).toBeGreaterThan(held + 3)
    await button(page, 'Stop').click()
    await page.getByRole('status').getByText('Stopped').waitFor()
    await button(page, 'Run').click()
    await expect.poll(() => pictures(page)).toBeGreaterThan(3)
  })

  it('begin paused where less motion is asked for', async () => {
    const { page } = await visit('adwin', { reducedMotion: 'reduce' })
    await page.getByRole('status').getByText('Paused').waitFor()
    await page.waitForTimeout(500)
    expect(await pictures(page)).toBe(1)
    await button(page, 'Go on').click()
    await expect.poll(() => pictures(page)).toBeGreaterThan(3)
  })
})

describe('code that a reader changed', () => {
  it('runs, by Ctrl and Enter, and is put back', async () => {
    const { page } = await visit('adwin')
    await editor(page).fill("import { figures } from 'live'\nfigures({ Events: 6 * 7 })\n")
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => figure(page, 'Events')).toBe(42)
    await button(page, 'Put it back').click()
    await expect.poll(() => figure(page, 'Window')).toBeGreaterThan(0)
    expect(await button(page, 'Put it back').isDisabled()).toBe(true)
  })

  it('may import the whole library, and be undone', async () => {
    const { page } = await visit('adwin')
    const lines = [
      "import { stats } from '@coelho/learners'",
      "import { figures } from 'live'",
      'const mean = new stats.Mean()',
      'for (const x of [6, 8]) mean.update(x)',
      'figures({ Events: mean })',
    ]
    await write(page, lines.join('\n'))
    await expect.poll(() => figure(page, 'Events')).toBe(7)
    await editor(page).focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => editor(page).innerText()).toContain('ADWIN')
  })

  it('is left by the tabulator: the keyboard is not caught in it', async () => {
    const { page } = await visit('adwin')
    await editor(page).focus()
    await page.keyboard.press('Tab')
    const isInside = () => document.activeElement?.closest('.code') !== null
    expect(await page.evaluate(isInside)).toBe(false)
  })

  it.each([
    [
      'an error of the library, by the line that led to it',
      3,
      /delta/,
      ["import { ADWIN } from '@coelho/learners/drift'", '', 'new ADWIN({ delta: 7 })'],
    ],
    [
      'an error while it runs',
      4,
      /nothing/,
      [
        "import { everyFrame } from 'live'",
        '',
        'everyFrame(() => {',
        "  throw new Error('nothing works')",
        '})',
      ],
    ],
    ['an error of a promise', 2, /later/, ['const a = 1', "Promise.reject(new Error('later'))"]],
    ['a name that is nowhere', 2, /nowhere/, ['const a = 1', 'nowhere(a)']],
    [
      'a slider that is not there',
      2,
      /no slider is called "x"; there is mean, noise, events/,
      ["import { slider } from 'live'", "slider('x')"],
    ],
    ['code that cannot be read', 2, /SyntaxError/, ['const a = 1', 'const = 2', 'a']],
    ['a module that is not there', 2, /no 'left-pad' on this page/, ['', "import 'left-pad'"]],
    [
      'a name that a module does not have',
      undefined,
      /Lion/,
      ["import { Lion } from '@coelho/learners/tree'", 'new Lion()'],
    ],
  ])('shows %s', async (_, line, message, code) => {
    const { page } = await visit('adwin')
    await write(page, code.join('\n'))
    await expect.poll(() => problem(page)).toMatch(message)
    if (line !== undefined) expect(await problem(page)).toContain(`Line ${line}: `)
    const marked = page.locator('.wrong-line')
    if (line !== undefined) expect(await marked.innerText()).toBe(code[line - 1])
    await page.getByRole('status').getByText('Stopped').waitFor()
    await button(page, 'Put it back').click()
    await expect.poll(() => pictures(page)).toBeGreaterThan(3)
    expect(await live(page).getByRole('alert').count()).toBe(0)
  })
})

describe('an endless loop', () => {
  const loops = ['for (;;);', "import { everyFrame } from 'live'\neveryFrame(() => { for (;;); })"]

  it.each(loops)('is ended by the page, which never hangs: %s', async (code) => {
    const { page } = await visit('adwin')
    await write(page, code)
    const longest = await page.evaluate(async () => {
      let [last, longest] = [performance.now(), 0]
      for (const until = last + 2000; last < until; ) {
        await new Promise(requestAnimationFrame)
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
      }
      return longest
    })
    expect(longest).toBeLessThan(1000)
    await expect.poll(() => problem(page), { timeout: 20_000 }).toMatch(/No answer for 4 seconds/)
    await button(page, 'Put it back').click()
    await expect.poll(() => pictures(page)).toBeGreaterThan(3)
  })

  it('is ended by the button Stop', async () => {
    const { page } = await visit('adwin')
    await write(page, 'for (;;);')
    await button(page, 'Stop').click()
    await page.getByRole('status').getByText('Stopped').waitFor()
    expect(await live(page).getByRole('alert').count()).toBe(0)
  })
})
