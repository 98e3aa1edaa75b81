// npm run docs: installs, builds the packages, then the site: guides, examples that run in the
// page, and the API reference. A dead link ends it.
import { relative } from 'node:path'
import { build, install } from '../scripts/lib/install.mjs'
import { root } from '../scripts/lib/run.mjs'
import { buildSite } from './tools/build-site.mjs'
import { dist } from './tools/site.mjs'

await install()
if (!(await build())) process.exit(1)
console.log('Building the site.')
const { problems, pages, links } = await buildSite()
for (const problem of problems) console.error(problem)
if (problems.length === 0) {
  console.log(`${pages} pages and ${links} links, none dead: ${relative(root, dist)}`)
} else {
  process.exitCode = 1
}
