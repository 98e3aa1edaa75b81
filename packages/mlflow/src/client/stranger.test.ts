import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidInputError } from '@coelho/core'
import { Secret } from '@coelho/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { MlflowClient, MlflowError } from '../index.js'
import { all } from '../servers.test-support.js'

type Answers = (
  request: IncomingMessage,
  body: Buffer,
) => { status?: number; headers?: Record<string, string>; body?: string | object }

const open: (Server | MlflowClient)[] = []

afterEach(async () => {
  for (const one of open.splice(0)) {
    if (one instanceof MlflowClient) await one.close()
    else one.closeAllConnections()
    if (!(one instanceof MlflowClient)) one.close()
  }
})

/** A server that answers as a test says. */
async function serve(answers: Answers): Promise<string> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { status = 200, headers = {}, body = '' } = answers(request, Buffer.concat(parts))
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientOf(uri: string, more: object = {}): MlflowClient {
  const client = new MlflowClient({ uri, retryForMs: 0, ...more })
  open.push(client)
  return client
}

const run = { artifactUri: 'mlflow-artifacts:/1/2/artifacts' }

describe('a server that lies', () => {
  it.each(['../x', '../../etc/x', '/etc/x', 'a\\..\\x', '%2e%2e/x', 'in/../../x', 'a\0b', ''])(
    'about the names of its files writes nothing outside: %j',
    async (path) => {
      const uri = await serve(({ url }) => {
        if (url!.includes('?path=')) return { body: { files: [{ path, file_size: 1 }] } }
        return { body: 'bytes' }
      })
      const folder = await mkdtemp(join(tmpdir(), 'coelho-lies-'))
      const { artifacts } = clientOf(uri)
      const local = join(folder, 'in')
      await expect(artifacts.download(run, '', local)).rejects.toThrow(InvalidInputError)
      expect(await readdir(folder)).toEqual(['in'])
      expect(await readdir(local)).toEqual([])
      await rm(folder, { recursive: true })
    },
  )

  it('about where its artifacts are learns nothing of us', async () => {
    const seen: IncomingMessage['headers'][] = []
    const elsewhere = await serve(({ headers }) => {
      seen.push(headers)
      return { headers: { etag: '"e"' } }
    })
    const uri = await serve(({ url }) => {
      if (url!.includes('/mpu/create/')) {
        const credentials = [{ url: `${elsewhere}/part`, part_number: 1, headers: {} }]
        return { body: { upload_id: '1', credentials } }
      }
      return { body: {} }
    })
    const password = new Secret('a test', () => 'secret')
    const client = clientOf(uri, { username: 'a', password, multipartBytes: 1 })
    await client.artifacts.upload(run, 'a', 'bytes')
    expect(seen).toHaveLength(1)
    expect(JSON.stringify(seen)).not.toMatch(/authorization|secret/i)
    await expect(client.artifacts.read(`${elsewhere}/a`, 'b')).rejects.toThrow(InvalidInputError)
    await expect(client.artifacts.read('file:///etc', 'passwd')).rejects.toThrow(
      'must be in a bucket',
    )
    await expect(client.artifacts.read('/etc', 'passwd')).rejects.toThrow(InvalidInputError)
    const up = 'mlflow-artifacts:/1/../../2'
    await expect(client.artifacts.read(up, 'a')).rejects.toThrow(InvalidInputError)
    expect(seen).toHaveLength(1)
  })

  it('and sends us elsewhere is not followed', async () => {
    let isAsked = false
    const elsewhere = await serve(() => {
      isAsked = true
      return {}
    })
    const uri = await serve(() => ({ status: 302, headers: { location: `${elsewhere}/version` } }))
    await expect(clientOf(uri).version()).rejects.toMatchObject({ status: 302 })
    expect(isAsked).toBe(false)
  })

  it('and is no MLflow is an error that says so', async () => {
    const uri = await serve(() => ({ body: '<html>Welcome</html>' }))
    const client = clientOf(uri)
    for (const asked of [client.runs.get('1'), client.version(), client.experiments.find('a')]) {
      await expect(asked).rejects.toMatchObject({ code: 'NOT_MLFLOW', status: 200 })
    }
  })

  it('and gives the same page for ever is not read for ever', async () => {
    const uri = await serve(() => ({ body: { experiments: [], next_page_token: 'again' } }))
    expect(await all(clientOf(uri).experiments.search())).toEqual([])
  })
})

describe('a request', () => {
  it('says who one is, as what kind of body, and in which workspace', async () => {
    const seen: IncomingMessage[] = []
    const uri = await serve((request) => {
      seen.push(request)
      return { body: { experiment_id: '1' } }
    })
    const token = new Secret('a test', () => 'abc')
    await clientOf(uri, { token, workspace: 'team' }).experiments.create('a')
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/api/2.0/mlflow/experiments/create' })
    expect(seen[0]!.headers).toMatchObject({
      ...{ authorization: 'Bearer abc', 'x-mlflow-workspace': 'team' },
      'content-type': 'application/json',
    })
  })

  it('goes to the path that the address has', async () => {
    const paths: string[] = []
    const uri = await serve(({ url }) => {
      paths.push(url!)
      return { body: url!.endsWith('/version') ? '3.1.0' : { run: {} } }
    })
    await clientOf(`${uri}/team/mlflow/`).version()
    expect(paths).toEqual(['/team/mlflow/version'])
  })

  it('that is forbidden says what servers of MLflow 3 want to know', async () => {
    const body = 'Invalid Host header - possible DNS rebinding attack detected'
    const uri = await serve(() => ({ status: 403, body }))
    const error: MlflowError = await clientOf(uri)
      .version()
      .catch((error) => error)
    expect(error).toBeInstanceOf(MlflowError)
    expect(error.message).toContain('Invalid Host header')
    expect(error.message).toContain('--allowed-hosts')
  })

  it('that is refused beside an attempt whose answer was lost is told once more', async () => {
    const answers = [{ status: 503 }, { status: 400, body: 'UNIQUE constraint failed' }, {}]
    const uri = await serve(() => answers.shift()!)
    await clientOf(uri, { retryForMs: 2000 }).runs.logOutputs('1', ['m-1'])
    expect(answers).toEqual([])
    answers.push({ status: 400, body: 'no such run' })
    const client = clientOf(uri, { retryForMs: 2000 })
    await expect(client.runs.logOutputs('1', ['m-1'])).rejects.toMatchObject({ status: 400 })
  })

  it('is not repeated where that could do it twice', async () => {
    let asked = 0
    const uri = await serve(() => {
      asked++
      return { status: 500, body: 'broken' }
    })
    const client = clientOf(uri, { retryForMs: 2000 })
    await expect(client.experiments.create('a')).rejects.toMatchObject({ mayBeDone: true })
    expect(asked).toBe(1)
    await expect(client.experiments.find('a')).rejects.toMatchObject({ status: 500 })
    expect(asked).toBeGreaterThan(2)
  })
})
