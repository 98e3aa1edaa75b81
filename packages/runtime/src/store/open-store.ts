import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidOptionError } from '@coelho/core'
import type { S3Options } from '../s3/s3-objects.js'
import { FileObjects } from './file-objects.js'
import { MemoryObjects } from './memory-objects.js'
import type { Objects } from './objects.js'

/**
 * The store at an address: `memory:`, a folder by its path or as `file:`, or
 * `s3://bucket/prefix?endpoint=https://host:port&region=…`, which needs `@aws-sdk/client-s3`
 * installed. Nothing is read or written before the store is used.
 *
 * @example
 * const memory = await openStore('memory:')
 * memory.url // => 'memory:'
 * const files = await openStore('/var/lib/models')
 * files.url // => 'file:/var/lib/models'
 */
export async function openStore(address: string): Promise<Objects> {
  if (typeof address !== 'string' || address === '') {
    throw refuse('must be memory:, a path, file: or s3://bucket')
  }
  if (address.includes('\0')) throw refuse('must have no null character')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(address)?.[1]?.toLowerCase()
  switch (scheme) {
    case undefined:
      return new FileObjects(resolve(address))
    case 'memory':
      if (address.length > 'memory:'.length) throw refuse('memory: has nothing after it')
      return new MemoryObjects()
    case 'file':
      return new FileObjects(folderOf(address))
    case 's3':
      return await openS3(s3OptionsOf(address))
    default:
      throw refuse('must be memory:, a path, file: or s3://bucket; a path with ":" begins with ./')
  }
}

function folderOf(address: string): string {
  const path = address.slice('file:'.length)
  if (path !== '' && !path.startsWith('/')) return resolve(path)
  try {
    const folder = fileURLToPath(address)
    if (path !== '' && !folder.includes('\0')) return folder
  } catch {
    // It is none of this machine, or no URL.
  }
  throw refuse('must be a file: URL of this machine, as file:///var/lib/models')
}

const PARAMETERS = ['endpoint', 'region', 'pathStyle']

function s3OptionsOf(address: string): S3Options {
  const form = /^s3:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?$/i.exec(address)
  if (!form) throw refuse('must be s3://bucket/prefix?endpoint=…&region=…')
  const [, bucket = '', prefix = '', query = ''] = form
  if (bucket.includes('@')) {
    throw refuse('holds no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  }
  const options: Record<string, string | boolean> = { bucket, prefix: prefix.replace(/\/$/, '') }
  for (const [name, value] of new URLSearchParams(query)) {
    if (!PARAMETERS.includes(name) || Object.hasOwn(options, name)) {
      throw refuse(`takes ${PARAMETERS.join(', ')} after its "?", each once`)
    }
    if (name === 'pathStyle' && value !== 'true' && value !== 'false') {
      throw refuse('takes pathStyle=true or pathStyle=false')
    }
    options[name] = name === 'pathStyle' ? value === 'true' : value
  }
  return options as unknown as S3Options
}

async function openS3(options: S3Options): Promise<Objects> {
  const { S3Objects } = await import('../s3/index.js').catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw refuse('on s3:// needs @aws-sdk/client-s3: npm install @aws-sdk/client-s3')
  })
  return new S3Objects(options)
}

/** Without what came: an address may hold a key that stands in the wrong place. */
function refuse(expected: string): InvalidOptionError {
  return new InvalidOptionError('openStore', 'store', expected)
}
