// A process that asks a server for predictions, as often as its argument says.
import { connect, type Socket } from 'node:net'
import { say } from '#services/say.js'
import { completeAnswer, requestText } from './raw.test-support.js'

export interface LoadPlan {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Requests a second; as many as the connections can bear where it is not told. */
  readonly rate?: number
  readonly body: string
  /** Whether it waits as `Retry-After` says, as well-behaved clients do. */
  readonly isPatient?: boolean
}

/** What came of it; times in milliseconds, from when a request was due to its answer. */
export interface LoadNews {
  readonly answered: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly withoutRetryAfter: number
  /** Sent, and never answered. */
  readonly lost: number
  /** Connections that could not be opened. */
  readonly refused: number
  readonly good: Times
  readonly rejected: Times
}

export interface Times {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const LIVE = requestText({ method: 'GET', path: '/livez', headers: { 'content-type': '' } })

class Load {
  private readonly plan: LoadPlan
  private readonly bytes: Buffer
  private end = 0
  private readonly byStatus: Record<string, number> = {}
  private readonly good: number[] = []
  private readonly rejected: number[] = []
  private withoutRetryAfter = 0
  private lost = 0
  private refused = 0

  constructor(plan: LoadPlan) {
    this.plan = plan
    this.bytes = Buffer.from(requestText({ body: plan.body }))
  }

  async run(): Promise<LoadNews> {
    const { connections, seconds } = this.plan
    const sockets = await Promise.all(Array.from({ length: connections }, () => this.connect()))
    say('begun')
    this.end = performance.now() + seconds * 1000
    await Promise.all(sockets.map((socket, i) => this.client(i, socket)))
    return {
      answered: this.good.length + this.rejected.length,
      byStatus: this.byStatus,
      withoutRetryAfter: this.withoutRetryAfter,
      ...{ lost: this.lost, refused: this.refused },
      ...{ good: timesOf(this.good), rejected: timesOf(this.rejected) },
    }
  }

  /** One after the other over one connection, each when it is due. */
  private async client(i: number, connected: Socket | null): Promise<void> {
    const { rate, connections } = this.plan
    const everyMs = rate === undefined ? 0 : (1000 * connections) / rate
    let due = performance.now() + (everyMs * i) / connections
    let socket = connected
    while (due < this.end) {
      const wait = due - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      socket ??= await this.connect()
      if (socket === null) {
        due = performance.now() + 20
        continue
      }
      const text: string | null = await this.ask(socket)
      if (text === null || /\r\nconnection: close/i.test(text)) {
        socket.destroy()
        socket = null
      }
      // Who is late does not send twice: that is what a connection does to its clients.
      due = Math.max(due + everyMs, performance.now(), this.patience(text))
    }
    socket?.destroy()
  }

  private patience(text: string | null): number {
    if (!this.plan.isPatient || text === null) return 0
    const after = /\r\nretry-after: (\d+)/i.exec(text)?.[1]
    return after === undefined ? 0 : performance.now() + Number(after) * 1000 * (1 + Math.random())
  }

  /** Once the server has taken it: it takes one connection each turn of its event loop. */
  private connect(): Promise<Socket | null> {
    return new Promise((resolve) => {
      const socket = connect(this.plan.port, '127.0.0.1')
      socket.setNoDelay(true)
      socket.once('connect', () => socket.write(LIVE))
      socket.once('data', () => resolve(socket))
      socket.once('close', () => resolve(null))
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') this.refused++
      })
    })
  }

  private ask(socket: Socket): Promise<string | null> {
    const begun = performance.now()
    return new Promise((resolve) => {
      let text = ''
      const done = (answer: string | null) => {
        socket.off('data', hear).off('close', lost)
        resolve(answer)
      }
      const hear = (data: Buffer) => {
        text += data.toString('latin1')
        const answer = completeAnswer(text)
        if (answer === null) return
        this.count(answer, performance.now() - begun)
        done(answer)
      }
      const lost = () => {
        this.lost++
        done(null)
      }
      socket.on('data', hear).once('close', lost)
      if (socket.destroyed) return lost()
      socket.write(this.bytes)
    })
  }

  private count(answer: string, ms: number): void {
    const status = answer.slice(9, 12)
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1
    if (status === '200') this.good.push(ms)
    else {
      this.rejected.push(ms)
      if (!/\r\nretry-after: \d/i.test(answer)) this.withoutRetryAfter++
    }
  }
}

function timesOf(times: number[]): Times {
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

void new Load(JSON.parse(process.argv[2]!)).run().then(say)
