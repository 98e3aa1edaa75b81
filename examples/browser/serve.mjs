// node examples/browser/serve.mjs: hands the page and the packages to a browser. Any server of
// files does; a page that is opened as a file may not load modules.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where node_modules is: the folder that it is started in. */
const root = process.cwd()
const page = fileURLToPath(new URL('index.html', import.meta.url))
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' }

const server = createServer((request, response) => {
  const [path] = request.url.split('?')
  const file = path === '/' ? page : normalize(join(root, path))
  const type = TYPES[extname(file)]
  const mayBeRead = type !== undefined && (file === page || file.startsWith(join(root, sep)))
  if (!mayBeRead || !existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` })
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`open http://127.0.0.1:${server.address().port}; Ctrl-C ends it`)
})
