import { InvalidOptionError } from '@coelho/core'
import { isSafeName } from '../store/objects.js'

/** What is refused is not repeated: it may hold a key that stands in the wrong place. */
const WHO = 'S3Objects'

export function checkBucket(bucket: string): void {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return
  const expected = 'must be 3 to 63 small letters, digits, "." and "-"'
  throw new InvalidOptionError(WHO, 'bucket', expected)
}

export function checkPrefix(prefix: string): void {
  if (prefix === '' || (prefix.length <= 512 && prefix.split('/').every(isSafeName))) return
  const expected = 'must be names of letters, digits, ".", "_" and "-" with "/" between them'
  throw new InvalidOptionError(WHO, 'prefix', expected)
}

export function checkEndpoint(endpoint: string): void {
  const expected = 'must be a URL as https://host:port, and hold nothing but that'
  if (!URL.canParse(endpoint)) throw new InvalidOptionError(WHO, 'endpoint', expected)
  const { protocol, username, password, pathname, search, hash } = new URL(endpoint)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  const rest = username + password + search + hash + pathname.replace(/^\/$/, '')
  if (!isWeb || rest !== '') throw new InvalidOptionError(WHO, 'endpoint', expected)
}

export function checkRegion(region: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(region)) return
  const expected = 'must be small letters, digits and "-", as eu-central-1'
  throw new InvalidOptionError(WHO, 'region', expected)
}
