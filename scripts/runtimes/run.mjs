// The same program, bundled from the built packages into one file, in Node, Deno, Bun and a real
// browser. The bundle itself shows that nothing of Node is needed; the digests show that the
// engines agree to the last bit.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleForAll } from '../lib/bundle.mjs'
import { capture, root } from '../lib/run.mjs'
import { findTool } from '../lib/tools.mjs'

const program = join(root, '.cache/runtimes/smoke.mjs')
const limit = { timeoutMs: 180_000 }

/** How to run the program in each engine but Node, which sets the example. */
const others = {
  deno: (command) => capture(command, ['run', '--no-prompt', program], limit),
  bun: (command) => capture(command, ['run', program], limit),
  chromium: browse,
}

export default async function runtimes(tally) {
  await bundle()
  const node = await capture(process.execPath, [program], limit)
  const expected = answer(node)
  if (expected === undefined) return tally.fail('node gave no digest', node.stdout + node.stderr)
  tally.pass()
  console.log(`  node ${process.versions.node}: ${expected}`)

  for (const [name, run] of Object.entries(others)) {
    const { command, missing } = await findTool[name]()
    if (missing) {
      tally.skip(name, missing)
      continue
    }
    const { stdout, stderr } = await run(command)
    const line = answer({ stdout })
    if (line === expected) tally.pass()
    else tally.fail(`${name}: ${line ?? 'no digest'}`, `Node has ${expected}\n${stderr}`)
    if (line) console.log(`  ${name}: ${line === expected ? 'the same' : line}`)
  }
}

/** One file, with nothing of Node in it. */
async function bundle() {
  mkdirSync(join(root, '.cache/runtimes'), { recursive: true })
  const start = `
    import { smoke } from './smoke.mjs'
    const say = (line) => globalThis.document
      ? document.body.append(line)
      : console.log(line)
    try { say('digest ' + smoke() + ' end') } catch (error) { say(String(error.stack)) }
  `
  const stdin = { contents: start, resolveDir: join(root, 'scripts/runtimes') }
  await bundleForAll({ stdin, outfile: program })
}

/** Opens a page that holds the program in a fresh profile, and gives the page back as text. */
async function browse(command) {
  const folder = mkdtempSync(join(tmpdir(), 'coelho-browser-'))
  const page = join(folder, 'page.html')
  const script = `<script type="module">${readFileSync(program, 'utf8')}</script>`
  writeFileSync(page, `<!doctype html><meta charset="utf-8"><body>${script}</body>`)
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const profile = `--user-data-dir=${join(folder, 'profile')}`
  const url = pathToFileURL(page).href
  const ran = await capture(command, [...flags, profile, '--dump-dom', url], limit)
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  return { ...ran, stdout: ran.stdout.replace(/<script[\s\S]*?<\/script>/g, '') }
}

function answer({ stdout }) {
  return /digest (.+) end/.exec(stdout)?.[1]
}
