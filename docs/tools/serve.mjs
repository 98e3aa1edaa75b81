// A server of built pages, as plain hosts are: files, compressed, nothing else.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** Serves a folder on a free port of this machine: `{ url, close() }`. */
export async function serve(folder) {
  const kept = new Map()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://here')
    const file = fileOf(folder, decodeURIComponent(pathname))
    if (file === undefined) {
      response.writeHead(404, { 'content-type': types['.html'] })
      response.end('<!doctype html><title>Not here</title>')
      return
    }
    if (!kept.has(file)) kept.set(file, packed(file))
    const { bytes, headers } = kept.get(file)
    response.writeHead(200, headers).end(bytes)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

function fileOf(folder, path) {
  const file = join(folder, normalize(path))
  if (!file.startsWith(folder) || !existsSync(file)) return undefined
  const isFolder = statSync(file).isDirectory()
  const index = join(file, 'index.html')
  if (!isFolder) return file
  return existsSync(index) ? index : undefined
}

function packed(file) {
  const type = types[extname(file)]
  const bytes = readFileSync(file)
  if (type === undefined) return { bytes, headers: { 'content-type': 'application/octet-stream' } }
  const headers = { 'content-type': type, 'content-encoding': 'br' }
  return { bytes: brotliCompressSync(bytes, quality), headers }
}
