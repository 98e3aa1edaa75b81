// The same forests over one, two and more threads, on the built packages: in Node, Deno and Bun,
// and bundled in a worker of a real browser.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleForAll } from '../lib/bundle.mjs'
import { capture, root } from '../lib/run.mjs'
import { findTool } from '../lib/tools.mjs'

const program = join(root, 'scripts/jobs/main.mjs')
const folder = join(root, '.cache/jobs')
const limit = { timeoutMs: 300_000 }
const good = 'all the same'

const others = {
  deno: (command) => capture(command, ['run', '-A', '--no-prompt', program], limit),
  bun: (command) => capture(command, ['run', program], limit),
  chromium: browse,
}

export default async function jobs(tally) {
  judge(tally, 'node', await capture(process.execPath, [program], limit))
  for (const [name, run] of Object.entries(others)) {
    const { command, missing } = await findTool[name]()
    if (missing) tally.skip(name, missing)
    else judge(tally, name, await run(command))
  }
}

function judge(tally, name, { stdout, stderr }) {
  if (stdout.trim() === good) tally.pass()
  else tally.fail(name, `${stdout}\n${stderr}`)
}

/** The program and the worker's side by side, as a bundler for the browser puts them. */
async function bundle() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const worker = join(root, 'packages/learners/dist/forest/jobs/worker.js')
  await bundleForAll({ entryPoints: { main: program, worker }, outdir: folder })
}

/** A page may not wait for other threads: the program runs in a worker, which says its line. */
const page = `<!doctype html><meta charset="utf-8"><script type="module">
  const say = (text) => fetch('/said', { method: 'POST', body: text })
  const worker = new Worker('/start.js', { type: 'module' })
  worker.onmessage = ({ data }) => say(data)
  worker.onerror = ({ message }) => say('the worker failed: ' + message)
</script>`
const start = `console.log = (text) => postMessage(text)
  import('/main.js').catch((error) => postMessage(String(error.stack)))`

/** Shared memory is for pages that keep others out: these headers say so. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

/** Serves the page to a browser in a fresh profile until it has said its line. */
async function browse(command) {
  await bundle()
  const profile = mkdtempSync(join(tmpdir(), 'coelho-browser-'))
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}/`
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const own = [`--user-data-dir=${join(profile, 'profile')}`]
  const browser = spawn(command, [...flags, ...own, url], { stdio: 'ignore' })
  const stdout = await said(server)
  const ended = new Promise((resolve) => browser.on('close', resolve))
  browser.kill('SIGTERM')
  await ended
  server.closeAllConnections()
  server.close()
  // Other processes of the browser may still write into it for a while.
  rmSync(profile, { recursive: true, force: true, maxRetries: 20 })
  return { stdout, stderr: '' }
}

function said(server) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('it said nothing'), limit.timeoutMs)
    server.on('request', async (request, response) => {
      const { method, url } = request
      if (method === 'POST') {
        let text = ''
        for await (const part of request) text += part
        clearTimeout(timer)
        response.end()
        return resolve(text)
      }
      const text = { '/': page, '/start.js': start }[url] ?? fileOf(url)
      const type = url === '/' ? 'text/html' : 'text/javascript'
      response.writeHead(text === undefined ? 404 : 200, { ...headers, 'Content-Type': type })
      response.end(text)
    })
  })
}

function fileOf(url) {
  const name = ['/main.js', '/worker.js'].find((known) => known === url)
  return name && readFileSync(join(folder, name), 'utf8')
}
