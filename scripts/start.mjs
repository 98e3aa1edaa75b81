// npm start: installs what is missing, builds, and runs the whole system on this machine: three
// streams of made-up events, what learns them, a server and its pages. Ctrl-C ends it, and what it
// wrote is gone. `npm start -- --data folder` keeps it; other options are those of `coelho serve`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, install } from './lib/install.mjs'
import { root, show } from './lib/run.mjs'

await install()
if (!(await build())) process.exit(1)

const given = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'coelho-start-'))
const usual = {
  '--config': 'examples/coelho.config.ts',
  '--data': folder,
  '--generate': '100',
}
const more = Object.entries(usual).filter(([name]) => !given.some((text) => text.startsWith(name)))
const args = [join(root, 'packages/serve/bin/coelho.js'), 'serve', '--train', ...more.flat()]
// The server hears Ctrl-C by itself, and ends with a checkpoint; this one waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
try {
  // Threads that each take memory from a store of their own keep twice as much of it.
  const env = { MALLOC_ARENA_MAX: '2' }
  process.exitCode = await show(process.execPath, [...args, ...given], { env })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
