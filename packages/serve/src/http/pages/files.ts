import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { UsageError } from '../../failure.js'

/** A file of the dashboard, ready to be sent. */
export interface Page {
  /** Where it is asked for: `/`, `/assets/index-1a2b3c.js`. */
  readonly path: string
  readonly type: string
  readonly etag: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where that is worth while. */
  readonly zipped: Uint8Array<ArrayBuffer> | null
  /** Its name changes with what is in it. */
  readonly isImmutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const MAX_FILES = 500
const MAX_BYTES = 32 * 1024 * 1024
const WORTH_ZIPPING = 1024

/**
 * Reads the dashboard once: what is asked for later is looked up in this table, never on the disk.
 * Links are passed over, and so are maps of sources.
 */
export async function readPages(folder: string): Promise<Page[]> {
  const names = await namesIn(folder)
  if (!names.includes('index.html')) {
    throw new UsageError(`there is no dashboard in ${folder}: build it, or leave --dashboard out.`)
  }
  const pages = await Promise.all(names.map((name) => readPage(folder, name)))
  const bytes = pages.reduce((sum, page) => sum + page.bytes.length, 0)
  if (pages.length <= MAX_FILES && bytes <= MAX_BYTES) return pages
  throw new UsageError(`${folder} is too large to be a dashboard: ${bytes} bytes.`)
}

async function namesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (!/^\w[\w.-]*$/.test(entry.name)) continue
    if (entry.isDirectory()) found.push(...(await namesIn(folder, name)))
    else if (entry.isFile() && extname(name) in TYPES) found.push(name)
  }
  return found.sort()
}

async function readPage(folder: string, name: string): Promise<Page> {
  const bytes = new Uint8Array(await readFile(join(folder, name)))
  const type = TYPES[extname(name)]!
  const isText = !/^(image\/(png|x-icon)|font)/.test(type)
  const zipped = isText && bytes.length >= WORTH_ZIPPING ? await promisify(gzip)(bytes) : null
  return {
    path: name === 'index.html' ? '/' : `/${name}`,
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    bytes,
    zipped: zipped && new Uint8Array(zipped),
    isImmutable: name.startsWith('assets/'),
  }
}
