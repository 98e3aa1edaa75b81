import { capture, root, tool } from '../lib/run.mjs'
import { workspaces } from '../lib/workspaces.mjs'

/** Each package as it is published, then everything with its tests and type tests. */
export default async function types(tally) {
  for (const { name, folder } of workspaces()) {
    tally.judge(name, await compile(folder))
  }
  tally.judge('tests and scripts (tsconfig.json)', await compile(root))
}

function compile(folder) {
  return capture(...tool('typescript:tsc', '--noEmit', '--pretty', 'false', '-p', folder))
}
