import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemoryObjects, train } from '@coelho/runtime'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'
import { openBrowser } from '#services/browser.js'
import { MlflowClient, type Run, track } from '../index.js'
import { all } from '../servers.test-support.js'
import { toyProject, toySource } from './toy.test-support.js'

/** Where pictures are put, if somebody wants to look at them. */
const pictures = process.env['COELHO_PICTURES']

const name = `seen-${randomUUID().slice(0, 8)}`
let uri = ''
let run: Run
let browser: Browser

beforeAll(async () => {
  uri = (await mlflow()).uri
  const folder = await mkdtemp(join(tmpdir(), 'coelho-seen-'))
  const store = new MemoryObjects()
  const tracker = await track(toyProject(name), {
    ...{ mlflow: { uri }, store, folder, everyEvents: 100 },
  })
  const source = await toySource(2000)
  const every = { everyEvents: 500, everyMs: 1e9, untilDrained: true }
  await train(toyProject(name), { source, store, ...every, ...tracker.hooks })
  await tracker.finish({ withinMs: 200_000 })
  await rm(folder, { recursive: true })
  const client = new MlflowClient({ uri })
  const { id } = (await client.experiments.find(name))!
  run = (await all(client.runs.search({ experimentIds: [id] })))[0]!
  await client.close()
  browser = await openBrowser()
})

afterAll(() => browser?.close())

async function open(path: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
  await page.goto(`${uri}/#/experiments/${run.experimentId}/runs/${run.id}${path}`)
  return page
}

async function picture(page: Page, of: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `mlflow-${of}.png`) })
}

describe("MLflow's own pages", () => {
  it('show what a run is: its pipeline, its tags, its last metrics', async () => {
    const page = await open('')
    await page.getByText('GaussianNB').first().waitFor({ timeout: 60_000 })
    await page.getByText('training_mode').first().waitFor()
    await page.getByText('same/F1').first().waitFor()
    await picture(page, 'run')
    await page.close()
  })

  it('draw its metrics over the events', async () => {
    const page = await open('/model-metrics')
    const search = page.getByPlaceholder('Search metric charts')
    await search.waitFor({ timeout: 60_000 })
    await search.fill('same/F1')
    const marks = page.locator('.js-plotly-plot .scatterlayer path.point')
    await expect.poll(() => marks.count(), { timeout: 60_000 }).toBe(20)
    const heights = await marks.evaluateAll((all) =>
      all.map((mark) => mark.getAttribute('transform')?.split(',')[1]),
    )
    expect(new Set(heights).size).toBeGreaterThan(10)
    await picture(page, 'metrics')
    await page.close()
  })

  it('show its report and its plots', async () => {
    const page = await open('/artifacts/classification_report.txt')
    await page.getByText('Precision').first().waitFor({ timeout: 60_000 })
    await picture(page, 'report')
    await page.close()
  })
})
