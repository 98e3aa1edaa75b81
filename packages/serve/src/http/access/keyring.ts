import { hash, timingSafeEqual } from 'node:crypto'

/** `read` looks, `predict` asks models and teaches them, `admin` does everything. */
export type Role = 'read' | 'predict' | 'admin'

/** A bearer token, or its hash alone so that no file need hold the token itself. */
export interface Token {
  /** At least 16 characters that nobody can guess. */
  readonly token?: string
  /** 64 hexadecimal digits: the SHA-256 of the token. */
  readonly sha256?: string
  readonly roles: readonly Role[]
  /** What the log calls who has it. */
  readonly name?: string
}

/** Who asks. */
export interface Identity {
  readonly name: string
  readonly roles: readonly Role[]
}

const LONGEST = 512

/** Tells by a token who asks, in a time that does not depend on how nearly right the token is. */
export class Keyring {
  private readonly digests: readonly Buffer[]
  private readonly identities: readonly Identity[]

  constructor(tokens: readonly Token[]) {
    this.digests = tokens.map(({ token, sha256 }) =>
      sha256 === undefined ? digestOf(token ?? '') : Buffer.from(sha256, 'hex'),
    )
    this.identities = tokens.map(({ name, roles }, i) => ({
      name: name ?? `token ${i + 1}`,
      roles,
    }))
  }

  /** True where no token was set: whoever can connect may do everything. */
  get isOpen(): boolean {
    return this.digests.length === 0
  }

  /** Of the header `Authorization`; null for nobody that is known. */
  identify(authorization: string | undefined): Identity | null {
    if (authorization === undefined || !/^bearer /i.test(authorization)) return null
    const token = authorization.slice(7)
    if (token.length === 0 || token.length > LONGEST) return null
    const digest = digestOf(token)
    let found: Identity | null = null
    for (let i = 0; i < this.digests.length; i++) {
      if (timingSafeEqual(digest, this.digests[i]!)) found = this.identities[i]!
    }
    return found
  }
}

/** Of one length whatever came: `timingSafeEqual` throws on others. */
function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
