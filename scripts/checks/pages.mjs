import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from '../../docs/tools/build-site.mjs'
import { dist } from '../../docs/tools/site.mjs'
import { findTool } from '../lib/tools.mjs'
import { runVitest } from '../lib/vitest.mjs'

/** The built documentation in a real browser: what it looks like, and that its examples run. */
export default async function pages(tally) {
  const { missing } = await findTool.chromium()
  if (missing) return tally.skip('The documentation in Chromium', missing)
  if (!existsSync(join(dist, 'api/index.html'))) {
    const { problems } = await buildSite()
    if (problems.length > 0) return tally.fail('npm run docs', problems.join('\n'))
  }
  const args = ['--config', 'docs/vitest.config.ts']
  await runVitest(tally, { args, timeoutMs: 600_000, name: 'vitest-docs' })
}
