import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openBrowser } from '#services/browser.js'
import { serve } from '../tools/serve.mjs'
import { dist } from '../tools/site.mjs'

export interface Site {
  readonly browser: Browser
  readonly server: Awaited<ReturnType<typeof serve>>
}

/** The built site and a browser for the tests of a file; there once they begin. */
export function openSite(): Site {
  const site = {} as { browser: Browser; server: Site['server'] }
  beforeAll(async () => {
    ;[site.browser, site.server] = await Promise.all([openBrowser(), serve(dist)])
  })
  afterEach(async () => {
    for (const context of site.browser.contexts()) await context.close()
  })
  afterAll(async () => {
    await site.browser?.close()
    await site.server?.close()
  })
  return site
}
