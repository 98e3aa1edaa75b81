import type { Socket } from 'node:net'
import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Secret } from '@coelho/runtime'
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs'
import type { Access, Sasl, Tls } from '../access/access.js'

/** A client of kafkajs that says nothing by itself, and the sockets it has opened. */
export interface Client {
  readonly kafka: Kafka
  /** Cuts all its connections at once. */
  destroy(): void
}

/** Retries are ours: a call of kafkajs fails at once, and is made anew on another connection. */
const NONE = { retries: 0, initialRetryTime: 100, maxRetryTime: 300 }

export function createClient(access: Readonly<Required<Access>>): Client {
  const sockets = new Set<Socket>()
  const { brokers, clientId, sasl, ssl, requestTimeoutMs, connectTimeoutMs } = access
  const config: KafkaConfig = {
    ...{ brokers: [...brokers], clientId, retry: NONE, logLevel: logLevel.NOTHING },
    ...{ requestTimeout: requestTimeoutMs, connectionTimeout: connectTimeoutMs },
    authenticationTimeout: requestTimeoutMs,
    logCreator: () => () => {},
    ssl: ssl !== false,
    ...(sasl ? { sasl: saslOf(sasl) } : {}),
    socketFactory: ({ host, port, onConnect }) => {
      const socket = open(host, port, ssl, onConnect)
      sockets.add(socket)
      return socket.once('close', () => sockets.delete(socket))
    },
  }
  const destroy = () => {
    // By an error: kafkajs fails what waits for an answer only then.
    for (const socket of sockets) socket.destroy(new Error('the connection was closed'))
  }
  return { kafka: new Kafka(config), destroy }
}

function open(host: string, port: number, ssl: boolean | Tls, onConnect: () => void): Socket {
  if (ssl === false) return connectPlain({ host, port, noDelay: true }, onConnect)
  const { servername = isIP(host) ? undefined : host, ...secrets } = ssl === true ? {} : ssl
  const revealed = Object.entries(secrets).map(([name, secret]) => [name, secret?.reveal()])
  const name = servername === undefined ? {} : { servername }
  return connectTls({ host, port, ...name, ...Object.fromEntries(revealed) }, onConnect)
}

/** Secrets are revealed when they are asked for, and no listing of the object shows them. */
function saslOf({ mechanism, username, password, token }: Sasl): NonNullable<KafkaConfig['sasl']> {
  if (mechanism === 'oauthbearer') {
    return { mechanism, oauthBearerProvider: async () => ({ value: await token!() }) }
  }
  const hide = (read: () => string) => ({ get: read, enumerable: false })
  const name = () => (typeof username === 'string' ? username : (username as Secret).reveal())
  return Object.defineProperties({ mechanism } as NonNullable<KafkaConfig['sasl']>, {
    username: hide(name),
    password: hide(() => password!.reveal()),
  })
}
