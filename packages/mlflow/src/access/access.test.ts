import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { InvalidOptionError } from '@coelho/core'
import { Secret } from '@coelho/runtime'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { MlflowClient, type MlflowClientOptions } from '../index.js'
import { resolveAccess } from './access.js'
import { parseCredentials } from './credentials.js'

const home = mkdtempSync(join(tmpdir(), 'coelho-home-'))
afterAll(() => rmSync(home, { recursive: true }))
mkdirSync(join(home, '.mlflow'))
writeFileSync(
  join(home, '.mlflow/credentials'),
  '[mlflow]\nmlflow_tracking_username = file\nmlflow_tracking_password = file-secret\n',
)

const uri = 'http://localhost:5000'
const nobody = { HOME: '/nowhere' }
const secret = (text: string) => new Secret('a test', () => text)
const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
const headers = (options: MlflowClientOptions, env: Record<string, string> = nobody) =>
  resolveAccess({ uri, ...options }, env).headers()

describe('who one is', () => {
  it('comes from options, else from the environment, else from the file of MLflow', () => {
    expect(headers({})).toEqual({})
    expect(headers({}, { HOME: home })).toEqual({ authorization: basic('file', 'file-secret') })
    const env = { MLFLOW_TRACKING_USERNAME: 'env', MLFLOW_TRACKING_PASSWORD: 'env-secret' }
    expect(headers({}, { ...nobody, ...env })).toEqual({
      authorization: basic('env', 'env-secret'),
    })
    const mixed = { HOME: home, MLFLOW_TRACKING_USERNAME: 'env' }
    expect(headers({}, mixed)).toEqual({ authorization: basic('env', 'file-secret') })
    const given = { username: 'é', password: secret('own') }
    expect(headers(given, { ...nobody, ...env })).toEqual({ authorization: basic('é', 'own') })
  })

  it('may be a token, which a name in the environment goes before', () => {
    const env = { ...nobody, MLFLOW_TRACKING_TOKEN: 'abc' }
    expect(headers({}, env)).toEqual({ authorization: 'Bearer abc' })
    const both = { ...env, MLFLOW_TRACKING_USERNAME: 'a', MLFLOW_TRACKING_PASSWORD: 'b' }
    expect(headers({}, both)).toEqual({ authorization: basic('a', 'b') })
    expect(headers({ token: secret('own') }, both)).toEqual({ authorization: 'Bearer own' })
  })

  it('is asked anew for each request', () => {
    let token = 'one'
    const { headers } = resolveAccess({ uri, token: new Secret('a test', () => token) }, nobody)
    expect(headers()).toEqual({ authorization: 'Bearer one' })
    token = 'two'
    expect(headers()).toEqual({ authorization: 'Bearer two' })
  })

  it('is in no listing of a client', () => {
    const client = new MlflowClient({ uri, username: 'a', password: secret('hidden') })
    expect(inspect(client, { depth: 20 })).not.toContain('hidden')
    expect(inspect(client, { depth: 20 })).not.toContain(btoa('a:hidden'))
  })

  it.each<[MlflowClientOptions, string]>([
    [{ username: 'a' }, '"username" needs a password'],
    [{ password: secret('b') }, '"username" needs a password'],
    [{ token: secret('c'), username: 'a' }, 'takes the place of a username'],
    [{ token: secret('a\r\nb') }, 'must be letters, digits and signs'],
    [{ password: 'plain' as never, username: 'a' }, '"password" must be an object'],
    [{ password: {} as never, username: 'a' }, 'must come by fromEnv(name) or fromFile(path)'],
  ])('is refused where it is not whole: %j', (options, text) => {
    expect(() => headers(options)).toThrow(text)
  })
})

describe('the address', () => {
  it('comes from MLFLOW_TRACKING_URI unless told, without a slash at its end', () => {
    const env = { ...nobody, MLFLOW_TRACKING_URI: 'https://mlflow.example/team//' }
    expect(resolveAccess({}, env).uri).toBe('https://mlflow.example/team')
    expect(resolveAccess({ uri }, env).uri).toBe(uri)
  })

  it.each([
    '',
    'localhost:5000',
    'file:///x',
    'sqlite:///x',
    'databricks',
    'http://h/?a',
    'http://h/#a',
  ])('must be one of the web: %j', (uri) => {
    expect(() => resolveAccess({ uri }, nobody)).toThrow('must be https://host:port')
  })

  it('holds no password, and none is repeated', () => {
    const uri = 'http://name:hidden@host:5000'
    const error = (() => {
      try {
        return resolveAccess({ uri }, nobody)
      } catch (error) {
        return error
      }
    })() as InvalidOptionError
    expect(error).toBeInstanceOf(InvalidOptionError)
    expect(inspect(error)).not.toContain('hidden')
  })
})

describe('certificates', () => {
  it('are taken as MLflow takes them', () => {
    const file = join(home, 'pem')
    writeFileSync(file, 'PEM')
    const { tls } = resolveAccess({ uri }, { ...nobody, MLFLOW_TRACKING_INSECURE_TLS: 'true' })
    expect(tls).toEqual({ rejectUnauthorized: false })
    const env = { MLFLOW_TRACKING_SERVER_CERT_PATH: file, MLFLOW_TRACKING_CLIENT_CERT_PATH: file }
    expect(resolveAccess({ uri }, { ...nobody, ...env }).tls).toEqual({
      ...{ ca: 'PEM', cert: 'PEM', key: 'PEM' },
    })
    expect(() => resolveAccess({ uri, insecureTls: true }, { ...nobody, ...env })).toThrow(
      'trusts everybody',
    )
    expect(() => resolveAccess({ uri, clientCertPath: '/no/such' }, nobody)).toThrow('ENOENT')
  })

  it('and workspaces are told to the server', () => {
    const env = { ...nobody, MLFLOW_WORKSPACE: 'team' }
    expect(headers({}, env)).toEqual({ 'x-mlflow-workspace': 'team' })
  })
})

describe('a file of credentials', () => {
  it("is read as Python's configparser reads it", () => {
    const text = `# comment
      [DEFAULT]
      mlflow_tracking_password: of all = for all
      [other]
      mlflow_tracking_username = other
      [mlflow]
      ; another
      MLFLOW_TRACKING_USERNAME = a name
    `
    expect(parseCredentials(text)).toEqual({ username: 'a name', password: 'of all = for all' })
    expect(parseCredentials('mlflow_tracking_username = a')).toEqual({})
  })

  it('of any text gives texts or nothing', () => {
    const pieces = fc.constantFrom('[mlflow]', '[', ']', '=', ':', '\n', '\r\n', '#', ';', 'a', ' ')
    const keys = fc.constantFrom(
      'mlflow_tracking_username',
      'MLFLOW_TRACKING_PASSWORD',
      '__proto__',
    )
    const texts = fc.array(fc.oneof(pieces, keys, fc.string())).map((list) => list.join(''))
    const property = fc.property(texts, (text) => {
      const { username, password } = parseCredentials(text)
      for (const one of [username, password]) {
        expect(one === undefined || typeof one === 'string').toBe(true)
        expect(one ?? '').not.toMatch(/[\n\r]/)
      }
    })
    fc.assert(property, { numRuns: 2000 })
  })
})
