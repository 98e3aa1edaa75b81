// node examples/worker/serve.mjs: makes a file of the page and one of its worker, and serves them.
// A worker has no import map: bundlers (this is esbuild; Vite does it by itself) find the packages.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const file = (name) => fileURLToPath(new URL(name, import.meta.url))
const { outputFiles } = await build({
  entryPoints: [file('page.mjs'), file('worker.mjs')],
  ...{ bundle: true, format: 'esm', minify: true, write: false, outdir: '/' },
  outExtension: { '.js': '.mjs' },
  external: ['hyparquet', 'hyparquet-compressors', 'apache-arrow'], // for readers that it has not
  tsconfigRaw: {},
})
const pages = new Map(outputFiles.map(({ path, text }) => [path, [text, 'text/javascript']]))
pages.set('/', [readFileSync(file('index.html'), 'utf8'), 'text/html'])

const server = createServer((request, response) => {
  const [text, type] = pages.get(request.url) ?? []
  if (text === undefined) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text)
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`open http://127.0.0.1:${server.address().port}; Ctrl-C ends it`)
})
