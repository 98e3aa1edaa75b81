import type { Problem } from '#api'

/** The server's no, in its own words. `status` 0: it could not be reached. */
export class Refused extends Error {
  readonly status: number
  readonly problem: Problem | undefined

  constructor(status: number, message: string, problem?: Problem) {
    super(message)
    this.name = 'Refused'
    this.status = status
    this.problem = problem
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly body?: unknown
}

const BUSY = [429, 503]
const MOST_ATTEMPTS = 4
const LONGEST_WAIT_MS = 5000
const LONGEST_MS = 20_000

/** Asks the server that the page came from, with the token if there is one. */
export class Client {
  token = ''
  /** Is told when the server wants a token, or another one. */
  onTokenWanted: () => void = () => {}

  /** Asks again for what a busy server turned away: then it did nothing of it yet. */
  async ask<T>(path: string, { method = 'GET', body }: Call = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.open(path, {
        method,
        signal: AbortSignal.timeout(LONGEST_MS),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (response.ok) return (await response.json()) as T
      const wait = BUSY.includes(response.status) ? response.headers.get('retry-after') : null
      if (wait === null || attempt === MOST_ATTEMPTS) throw await refusalOf(response)
      await new Promise((done) =>
        setTimeout(done, Math.min(Number(wait) * 1000 || 0, LONGEST_WAIT_MS)),
      )
    }
  }

  async open(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.token) headers.set('authorization', `Bearer ${this.token}`)
    const request = { ...init, headers, credentials: 'same-origin', redirect: 'error' } as const
    const response = await fetch(path, request).catch((error: unknown) => {
      const isLate = error instanceof DOMException && error.name === 'TimeoutError'
      throw new Refused(0, isLate ? 'The server takes too long.' : 'The server cannot be reached.')
    })
    if (response.status === 401) this.onTokenWanted()
    return response
  }
}

/** The route of a model, whatever its name holds. */
export function modelPath(model: string, ...parts: readonly string[]): string {
  return ['/v1/models', ...[model, ...parts].map(encodeURIComponent)].join('/')
}

async function refusalOf(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined
  const message = problem?.detail ?? problem?.title ?? `The server answered ${response.status}.`
  return new Refused(response.status, message, problem as Problem | undefined)
}
