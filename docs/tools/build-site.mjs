import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, root, tool } from '../../scripts/lib/run.mjs'
import { checkLinks } from './check-links.mjs'
import { base, dist, docs } from './site.mjs'

const scratch = join(root, '.cache/docs')

/**
 * Builds the pages and the API reference, then looks at every link. What is wrong comes back as
 * `problems`: words of the tool that failed, or a line for each link.
 */
export async function buildSite() {
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true })
  const built = await Promise.all([pages(), reference()])
  const failed = built.filter(({ code }) => code !== 0)
  const problems = failed.map(({ stdout, stderr }) => `${stdout}\n${stderr}`)
  if (problems.length > 0) return { problems, pages: 0, links: 0 }
  renameSync(join(scratch, 'api'), join(dist, 'api'))
  return checkLinks(dist, base)
}

function pages() {
  return capture(...tool('vitepress', 'build', docs))
}

/** Without a warning: no dead link between symbols, nothing left undocumented. */
function reference() {
  const options = join(scratch, 'typedoc.json')
  writeFileSync(
    options,
    JSON.stringify({
      extends: [join(root, 'typedoc.json')],
      out: join(scratch, 'api'),
      plugin: [join(docs, 'tools/typedoc-plugin.mjs')],
      titleLink: base,
      navigationLinks: { Guides: `${base}get-started.html` },
      customCss: join(docs, 'tools/api.css'),
      favicon: join(root, 'packages/dashboard/src/rabbit.svg'),
    }),
  )
  return capture(...tool('typedoc', '--options', options, '--treatWarningsAsErrors'))
}
