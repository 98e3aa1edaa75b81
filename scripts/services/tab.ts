// A tab of a browser, and what can be told of the page in it.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { ElementContext } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface Seen {
  readonly page: Page
  /** What the browser complained about: errors of scripts, what the policy forbids. */
  readonly complaints: readonly string[]
  /** Where the page asked for something, as origins. */
  readonly origins: ReadonlySet<string>
}

/** A tab of its own; it is closed with its browser. */
export async function openTab(browser: Browser, options?: BrowserContextOptions): Promise<Seen> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  const origins = new Set<string>()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // That a server is busy, or has no such thing, the pages must bear; browsers note it.
    const isRefusal = /responded with a status of (429|501|503)/.test(message.text())
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin)
  })
  return { page, complaints, origins }
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What this file knows of a page's own world: its types are those of Node. */
interface Tab {
  readonly axe: typeof import('axe-core')
  readonly document: { readonly documentElement: { readonly scrollWidth: number } } & ElementContext
  readonly innerWidth: number
}

/** What axe finds wrong: a line for each element. */
export async function violations(page: Page): Promise<string[]> {
  // By the debugger, which the policy of the page does not bind.
  await page.evaluate(await readFile(axePath, 'utf8'))
  return page.evaluate(async () => {
    const { axe, document } = globalThis as unknown as Tab
    const results = await axe.run(document, { resultTypes: ['violations'] })
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
  })
}

export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as Tab
    return document.documentElement.scrollWidth > innerWidth
  })
