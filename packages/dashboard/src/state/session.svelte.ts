import { Client } from '../api/client.js'

const KEY = 'coelho.token'

/** Who asks. The token is kept as long as the tab is open, and no longer. */
class Session {
  readonly client: Client = new Client()
  /** True while the server wants a token that it does not have. */
  isLocked: boolean = $state(false)
  hasToken: boolean = $state(false)

  start(): void {
    this.use(sessionStorage.getItem(KEY) ?? '')
    this.client.onTokenWanted = () => {
      this.isLocked = true
    }
  }

  /** Throws what the server says if it does not know the token. */
  async login(token: string): Promise<void> {
    const before = this.client.token
    this.client.token = token
    try {
      await this.client.ask('/v1/models')
    } catch (error) {
      this.client.token = before
      throw error
    }
    sessionStorage.setItem(KEY, token)
    this.use(token)
    this.isLocked = false
  }

  logout(): void {
    sessionStorage.removeItem(KEY)
    location.reload()
  }

  private use(token: string): void {
    this.client.token = token
    this.hasToken = token !== ''
  }
}

export const session: Session = new Session()
