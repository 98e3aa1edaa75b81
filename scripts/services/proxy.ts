import { connect, createServer, type Server, type Socket } from 'node:net'
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'

/**
 * What becomes of a request. `lose answer` and `hold answer` let it reach the server, and cut the
 * connection, or stay silent, once an answer comes. `reset` and `hold` never let it through. A
 * text is an answer that the server never gave.
 */
export type Fault = 'lose answer' | 'hold answer' | 'reset' | 'hold' | { readonly answer: string }

interface Pair {
  readonly client: Socket
  readonly server: Socket
  fault: Fault | undefined
  /** The next bytes of the client begin a request. */
  idle: boolean
}

/** A network between a client and a server of this machine that fails as it is told. */
export class FaultProxy {
  /** Milliseconds that everything takes longer, each way. */
  delayMs = 0
  /** No more bytes than these at once. */
  sliceBytes: number = Number.POSITIVE_INFINITY
  /** Decides by the first bytes of a request, `PUT /bucket/key?… HTTP/1.1`, what becomes of it. */
  onRequest: (start: string) => Fault | undefined = () => undefined
  /** Requests seen so far, and connections taken. */
  requests = 0
  connections = 0
  private readonly listener: Server
  private readonly pairs: Set<Pair> = new Set()
  private healed: Promise<void> = Promise.resolve()
  private healNow: () => void = () => {}
  private refuses = false

  private constructor(serverPort: number) {
    const options = { noDelay: true, allowHalfOpen: true }
    this.listener = createServer(options, (client) => this.take(client, serverPort))
  }

  /** A proxy on a port of its own, or on this one, before a server of this machine. */
  static async before(serverPort: number, port = 0): Promise<FaultProxy> {
    const proxy = new FaultProxy(serverPort)
    await new Promise<void>((resolve, reject) => {
      proxy.listener.on('error', reject).listen(port, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    return (this.listener.address() as { port: number }).port
  }

  /** Cuts every connection; new ones are taken. */
  resetAll(): void {
    for (const pair of this.pairs) this.cut(pair)
  }

  /** Nothing goes through, and nobody is told, until `heal`; then what was sent arrives. */
  blackHole(): void {
    this.healed = new Promise((resolve) => {
      this.healNow = resolve
    })
  }

  /** Connections are cut as soon as they are made, until `heal`. */
  refuse(): void {
    this.refuses = true
    this.resetAll()
  }

  heal(): void {
    this.refuses = false
    this.healNow()
  }

  async close(): Promise<void> {
    this.heal()
    this.resetAll()
    await new Promise((resolve) => this.listener.close(resolve))
  }

  private take(client: Socket, serverPort: number): void {
    this.connections++
    if (this.refuses) return void client.resetAndDestroy()
    const options = { port: serverPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true }
    const pair: Pair = { client, server: connect(options), fault: undefined, idle: true }
    this.pairs.add(pair)
    for (const socket of [pair.client, pair.server]) {
      socket.on('error', () => this.cut(pair)).on('close', () => this.pairs.delete(pair))
    }
    this.carry(client, pair.server, pair, (bytes) => this.toServer(pair, bytes))
    this.carry(pair.server, client, pair, (bytes) => this.toClient(pair, bytes))
  }

  private cut({ client, server }: Pair): void {
    for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy()
  }

  /** Takes bytes as they come and hands them on in their order, as late as they should be. */
  private carry(from: Socket, to: Socket, pair: Pair, pass: (bytes: Buffer) => boolean): void {
    let last: Promise<void> = Promise.resolve()
    let waiting = 0
    const then = (work: () => Promise<void> | void) => {
      last = last.then(work).catch(() => this.cut(pair))
    }
    from.on('data', (bytes: Buffer) => {
      const due = performance.now() + this.delayMs
      waiting += bytes.length
      if (waiting > 1 << 20) from.pause()
      then(async () => {
        await this.healed
        if (due > performance.now()) await wait(due - performance.now())
        if (!to.destroyed && pass(bytes)) await this.write(to, bytes)
        waiting -= bytes.length
        from.resume()
      })
    })
    from.on('end', () =>
      then(async () => {
        await this.healed
        if (pair.fault === undefined) to.end()
      }),
    )
  }

  private async write(to: Socket, bytes: Buffer): Promise<void> {
    const size = Math.min(this.sliceBytes, bytes.length)
    for (let at = 0; at < bytes.length && !to.destroyed; at += size) {
      const isTaken = to.write(bytes.subarray(at, at + size))
      if (size < bytes.length) await breathe()
      if (!isTaken) await new Promise<void>((resolve) => goOn(to, resolve))
    }
  }

  private toServer(pair: Pair, bytes: Buffer): boolean {
    if (pair.idle) {
      this.requests++
      pair.idle = false
      pair.fault = this.onRequest(bytes.toString('latin1', 0, 4000))
      if (pair.fault === 'reset') this.cut(pair)
      if (typeof pair.fault === 'object') pair.client.end(pair.fault.answer)
    }
    const { fault } = pair
    return fault === undefined || fault === 'lose answer' || fault === 'hold answer'
  }

  private toClient(pair: Pair, bytes: Buffer): boolean {
    // It only says that the body may come.
    if (bytes.toString('latin1', 0, 12) === 'HTTP/1.1 100') return true
    pair.idle = true
    if (pair.fault === undefined) return true
    if (pair.fault === 'lose answer') this.cut(pair)
    return false
  }
}

/** Once there is room, or nothing more to be written. */
function goOn(to: Socket, resolve: () => void): void {
  const go = () => {
    to.off('drain', go).off('close', go)
    resolve()
  }
  to.on('drain', go).on('close', go)
}
