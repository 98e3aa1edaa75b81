import { buildSite } from '../../docs/tools/build-site.mjs'

/**
 * The documentation builds: the API reference without a warning, the pages around it, and no link
 * that leads nowhere.
 */
export default async function site(tally) {
  const { problems, pages, links } = await buildSite()
  if (problems.length > 0) return tally.fail('npm run docs', problems.join('\n'))
  tally.pass()
  console.log(`  ${pages} pages, ${links} links`)
}
