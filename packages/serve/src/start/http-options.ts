import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../failure.js'
import type { Role, Token } from '../http/access/keyring.js'
import type { ServerOptions } from '../http/options.js'
import { createLog } from '../http/telemetry/log.js'
import { ownFile, version } from '../own-files.js'
import type { Terminal } from '../terminal.js'

/** What the command line says of the server. */
export interface HttpGiven {
  readonly host: string
  readonly port: number
  readonly tokens?: string
  readonly allowHost?: readonly string[]
  readonly allowOrigin?: readonly string[]
  readonly logLevel: string
}

const ROLES: readonly string[] = ['read', 'predict', 'admin']
const BATCH_LIMIT = 4 * 1024 * 1024

export function httpOptions(given: HttpGiven, { folder, env }: Terminal): ServerOptions {
  const { host, port, allowHost = [], allowOrigin = [], logLevel } = given
  const tokens =
    given.tokens === undefined
      ? readTokens(env['COELHO_TOKENS'] ?? '', 'COELHO_TOKENS')
      : readTokens(textOf(resolve(folder, given.tokens)), given.tokens)
  const pages = ownFile('dist/dashboard')
  return {
    ...{ host, port, tokens, batchLimit: BATCH_LIMIT, version: version() },
    ...{ allowedHosts: allowHost, allowedOrigins: allowOrigin },
    ...(existsSync(pages) ? { dashboard: pages } : {}),
    log: createLog(logLevel),
  }
}

/**
 * Lines such as `predict:aToken`, several roles by commas, `admin:sha256:…` for a hash alone; what
 * begins with # says nothing. In a message stands the line's number, never the token.
 */
export function readTokens(text: string, where: string): Token[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return []
    const [, roles = '', hash, token = ''] =
      /^([a-z,]+):(sha256:)?(\S+)\s*$/.exec(line.trim()) ?? []
    const names = roles.split(',')
    if (token === '' || !names.every((name) => ROLES.includes(name))) {
      const expected = `must be such as "predict:<token>", with ${ROLES.join(', ')}`
      throw new UsageError(`${where}, line ${i + 1}: ${expected}.`)
    }
    const own = hash === undefined ? { token } : { sha256: token }
    return [{ ...own, roles: names as Role[], name: `${names.join(',')} (line ${i + 1})` }]
  })
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`the tokens in ${path} cannot be read (${code}).`)
  }
}
