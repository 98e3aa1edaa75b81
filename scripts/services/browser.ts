// A real browser for tests of what people see.
import { type Browser, chromium } from 'playwright-core'
import { findTool } from '../lib/tools.mjs'

/** Chromium without a window; whoever asked for it closes it. */
export async function openBrowser(): Promise<Browser> {
  const found = await findTool.chromium()
  if (!('command' in found)) throw new Error(found.missing)
  // Containers often run as root, where Chromium's own sandbox does not start.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: found.command, args })
}
