// The folders of examples/ that need no server: each by the one command of its README, on the built
// packages, and judged by what it prints.
import { capture } from '../lib/run.mjs'
import { programs, withFolder } from './programs.mjs'

const limit = { timeoutMs: 180_000 }

export default async function examples(tally) {
  for (const program of programs) {
    const { command, missing } = await program.find()
    if (missing) tally.skip(`examples/${program.folder}`, missing)
    else await withFolder((folder) => judge(tally, program, command, folder))
  }
}

async function judge(tally, { folder: name, args, hasFolder, faults }, command, folder) {
  const ran = await capture(command, hasFolder ? [...args, folder] : args, limit)
  const found = ran.code === 0 ? faults(ran.stdout, folder) : [`it ended with ${ran.code}`]
  if (found.length === 0) tally.pass()
  else tally.fail(`examples/${name}`, `${found.join('\n')}\n${ran.stdout}\n${ran.stderr}`)
}
