import { isIP } from 'node:net'

/**
 * By which names the server may be called and which sites may ask it. A page of another site can
 * make its own name lead here (DNS rebinding); that name is not on the list. An address of digits
 * is no name: nobody can make it lead elsewhere.
 */
export class Sites {
  private readonly names: ReadonlySet<string>
  private readonly endings: readonly string[]
  private readonly origins: ReadonlySet<string>
  /** The last one that was found good: nearly always the next one, too. */
  private good = ''

  /** `hosts` may have names such as `.example.org`, for all below it. */
  constructor(hosts: readonly string[], origins: readonly string[]) {
    const named = hosts.map((host) => host.toLowerCase())
    this.names = new Set(['localhost', ...named.filter((host) => !host.startsWith('.'))])
    this.endings = ['.localhost', ...named.filter((host) => host.startsWith('.'))]
    this.origins = new Set(origins)
  }

  isOurs(host: string | undefined): boolean {
    if (host === undefined || host === '') return false
    if (host === this.good) return true
    const name = nameOf(host)
    if (name === null) return false
    const isKnown =
      this.names.has(name) || isIP(name) > 0 || this.endings.some((ending) => name.endsWith(ending))
    if (isKnown) this.good = host
    return isKnown
  }

  /** `own` for a page that came from here, `allowed` for one of the list, else `foreign`. */
  judge(origin: string, host: string): 'own' | 'allowed' | 'foreign' {
    if (this.origins.has(origin)) return 'allowed'
    const own = origin === `http://${host}` || origin === `https://${host}`
    return own ? 'own' : 'foreign'
  }
}

/** Without its port, and an IPv6 address without its brackets; null for what is no host. */
function nameOf(host: string): string | null {
  const found = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host)
  return found ? (found[1] ?? found[2]!).toLowerCase() : null
}
