import { type FileInfo, readFile } from '../client/entities.js'
import { MISSING, MlflowError, unlessMissing } from '../errors.js'
import type { Wanted } from '../http/connection.js'
import type { Service } from '../http/service.js'
import type { Body } from './body.js'
import { encodeSteps } from './names.js'
import type { Download, Place } from './place.js'
import { sendInParts, type Upload } from './upload-parts.js'

const ROOT = '/api/2.0/mlflow-artifacts'

/** Artifacts that go through the tracking server, wherever it keeps them. */
export class Proxied implements Place {
  readonly uri: string
  private readonly service: Service
  /** Below what the server gives: the experiment, the run. */
  private readonly base: readonly string[]
  private takesParts = true

  constructor(service: Service, uri: string, base: readonly string[]) {
    this.service = service
    this.uri = uri
    this.base = base
  }

  async *list(steps: readonly string[]): AsyncGenerator<FileInfo> {
    const path = [...this.base, ...steps].join('/')
    const manner = { doing: `list artifacts of ${this.uri}` }
    const answer = await this.service.get(`${ROOT}/artifacts`, { path }, manner)
    for (const one of answer.list('files').map(readFile)) {
      yield { ...one, path: [...steps, one.path].join('/') }
    }
  }

  async read(steps: readonly string[]): Promise<Download> {
    const doing = `read artifact ${steps.join('/')}`
    const wanted: Wanted = { method: 'GET', path: this.address(steps), doing, isRepeatable: true }
    const { connection } = this.service
    try {
      return (await connection.open({ ...wanted, final: 500 })).body
    } catch (error) {
      if (!(error instanceof MlflowError) || error.status !== 500) throw error
      // Where artifacts are in a bucket a server breaks over one that is not there.
      if (await this.has(steps)) return (await connection.open(wanted)).body
      throw new MlflowError(doing, MISSING, 'there is none', 404)
    }
  }

  private async has(steps: readonly string[]): Promise<boolean> {
    const path = steps.join('/')
    for await (const one of this.list(steps.slice(0, -1))) if (one.path === path) return true
    return false
  }

  async write(steps: readonly string[], body: Body): Promise<void> {
    const { multipartBytes } = this.service.connection.access
    if (body.bytes > multipartBytes && this.takesParts) {
      if (await this.writeInParts(steps, body)) return
      this.takesParts = false
    }
    await this.service.connection.ask({
      ...{ method: 'PUT', path: this.address(steps), isRepeatable: true },
      doing: `write artifact ${steps.join('/')}`,
      headers: { 'content-type': 'application/octet-stream' },
      bytes: body.bytes,
      body: () => body.read(0, body.bytes),
    })
  }

  async remove(steps: readonly string[]): Promise<void> {
    const wanted: Wanted = {
      ...{ method: 'DELETE', path: this.address(steps), isRepeatable: true },
      doing: `remove artifact ${steps.join('/')}`,
    }
    await unlessMissing(this.service.connection.ask(wanted))
  }

  /** False where the server, or where it keeps artifacts, does not know parts. */
  private async writeInParts(steps: readonly string[], body: Body): Promise<boolean> {
    const { service } = this
    const doing = `write artifact ${steps.join('/')} in parts`
    const folder = encodeSteps([...this.base, ...steps.slice(0, -1)])
    const path = steps.at(-1)!
    const { partBytes } = service.connection.access
    const count = Math.ceil(body.bytes / partBytes)
    let created: Awaited<ReturnType<Service['post']>>
    try {
      const wanted = { path, num_parts: count }
      created = await service.post(`${ROOT}/mpu/create/${folder}`, wanted, { doing })
    } catch (error) {
      // 501: it keeps them in a folder. 404: it does not know the route.
      if (error instanceof MlflowError && [404, 405, 501].includes(error.status)) return false
      throw error
    }
    const id = created.text('upload_id')
    const addresses = created.list('credentials').map((one) => one.text('url'))
    if (addresses.length !== count) {
      throw new MlflowError(doing, 'NOT_MLFLOW', `${addresses.length} of ${count} addresses came`)
    }
    const upload: Upload = {
      send: (part, bytes) => this.sendPart(addresses[part]!, doing, bytes),
      complete: async (tags) => {
        const parts = tags.map((etag, index) => ({ etag, part_number: index + 1, url: '' }))
        const told = { path, upload_id: id, parts }
        await service.post(`${ROOT}/mpu/complete/${folder}`, told, { doing, isRepeatable: false })
      },
      forget: async () => {
        await service.post(`${ROOT}/mpu/abort/${folder}`, { path, upload_id: id }, { doing })
      },
    }
    await sendInParts(upload, body, partBytes)
    return true
  }

  private async sendPart(address: string, doing: string, bytes: Uint8Array): Promise<string> {
    if (!/^https?:\/\//.test(address)) {
      throw new MlflowError(doing, 'NOT_MLFLOW', 'the address of a part is none of the web')
    }
    const { headers } = await this.service.connection.ask({
      ...{ method: 'PUT', path: address, doing, isRepeatable: true },
      ...{ bytes: bytes.length, body: () => bytes },
    })
    const { etag } = headers
    if (typeof etag === 'string') return etag
    throw new MlflowError(doing, 'NOT_MLFLOW', 'a part was taken without an ETag')
  }

  private address(steps: readonly string[]): string {
    return `${ROOT}/artifacts/${encodeSteps([...this.base, ...steps])}`
  }
}
