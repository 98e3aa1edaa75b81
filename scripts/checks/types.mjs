import { join } from 'node:path'
import { capture, root, tool } from '../lib/run.mjs'
import { workspaces } from '../lib/workspaces.mjs'

/**
 * What no build looks into: a package's own types are compiled, by its own rules, as it is built.
 * Here come Svelte's components, then everything with its tests and type tests.
 */
export default async function types(tally) {
  for (const { name, folder, manifest } of workspaces()) {
    const hasComponents = manifest.scripts.types.startsWith('svelte-check')
    if (hasComponents) tally.judge(name, await components(folder))
  }
  tally.judge('tests and scripts (tsconfig.json)', await compile(root))
  tally.judge('documentation', await compile(join(root, 'docs')))
}

function compile(folder) {
  return capture(...tool('typescript:tsc', '--noEmit', '--pretty', 'false', '-p', folder))
}

/** Svelte's components, too: the compiler alone does not look into them. */
function components(folder) {
  const where = ['--workspace', folder, '--tsconfig', `${folder}/tsconfig.json`]
  return capture(...tool('svelte-check', ...where, '--fail-on-warnings'))
}
