import { InvalidInputError, MissingPackageError } from '@coelho/core'
import type { FileInfo, Run } from '../client/entities.js'
import { MISSING, MlflowError } from '../errors.js'
import type { Service } from '../http/service.js'
import { type ArtifactBody, bodyOf } from './body.js'
import { FolderWriter, filesBelow } from './folders.js'
import { artifactSteps, folderSteps } from './names.js'
import type { Download, Place } from './place.js'
import { Proxied } from './proxied.js'
import { collect } from './upload-parts.js'

/** Whose artifacts: a run, or an address as `artifactUri` and a version's `source` hold it. */
export type Owner = string | Pick<Run, 'artifactUri'>

/** Files of runs and models: up, down and listed, wherever the server keeps them. */
export class Artifacts {
  private readonly service: Service
  private readonly places: Map<string, Promise<Place>> = new Map()

  /** @internal A client has one. */
  constructor(service: Service) {
    this.service = service
  }

  /** What is in a folder; the run's own unless told. */
  async *list(owner: Owner, folder = ''): AsyncGenerator<FileInfo, void, undefined> {
    const steps = folderSteps(folder)
    yield* (await this.place(owner)).list(steps)
  }

  /** Everything below a folder, files only, the folders' in their turn. */
  async *walk(owner: Owner, folder = ''): AsyncGenerator<FileInfo, void, undefined> {
    for await (const one of this.list(owner, folder)) {
      // A server may tell anything: what it lists is to be below what it was asked for.
      artifactSteps(one.path)
      if (folder !== '' && !one.path.startsWith(`${folder}/`)) {
        throw new MlflowError(`list ${folder}`, 'NOT_MLFLOW', 'what came is in another folder')
      }
      if (one.isFolder) yield* this.walk(owner, one.path)
      else yield one
    }
  }

  /** Writes one, over what is there: what is large is read as it is sent. */
  async upload(owner: Owner, path: string, body: ArtifactBody): Promise<void> {
    const steps = artifactSteps(path)
    await (await this.place(owner)).write(steps, await bodyOf(body))
  }

  /** Writes all files of a folder of this machine below a path; a link in it is refused. */
  async uploadFolder(owner: Owner, local: string, path = ''): Promise<void> {
    const base = folderSteps(path)
    for await (const { steps, file } of filesBelow(local)) {
      await this.upload(owner, [...base, ...steps].join('/'), { file })
    }
  }

  /** The bytes of one as they come. */
  async open(owner: Owner, path: string): Promise<Download> {
    return await (await this.place(owner)).read(artifactSteps(path))
  }

  /** One as a whole; an error where it is larger than `most` bytes. */
  async read(owner: Owner, path: string, most: number = 2 ** 31): Promise<Uint8Array> {
    const download = await this.open(owner, path)
    try {
      return await collect(download, most)
    } catch (error) {
      if (error instanceof MlflowError) throw error
      const text = error instanceof RangeError ? error.message : 'it ended before its end'
      throw new MlflowError(`read artifact ${path}`, 'NO_ANSWER', text)
    }
  }

  /**
   * Writes one, or all of a folder, below a folder of this machine. Nothing is written outside of
   * it, whatever the server calls its files, and wherever links in it lead. The files' paths.
   */
  async download(owner: Owner, path: string, local: string): Promise<string[]> {
    const writer = await FolderWriter.open(local)
    const files: string[] = []
    const there = path === '' ? undefined : await this.fileAt(owner, path)
    if (there) return [await writer.write(artifactSteps(path), await this.open(owner, path))]
    for await (const one of this.walk(owner, path)) {
      files.push(await writer.write(artifactSteps(one.path), await this.open(owner, one.path)))
    }
    if (files.length > 0 || path === '') return files
    throw new MlflowError(`read artifact ${path}`, MISSING, 'there is none', 404)
  }

  async remove(owner: Owner, path: string): Promise<void> {
    await (await this.place(owner)).remove(artifactSteps(path))
  }

  private async fileAt(owner: Owner, path: string): Promise<FileInfo | undefined> {
    const folder = artifactSteps(path).slice(0, -1).join('/')
    for await (const one of this.list(owner, folder)) {
      if (one.path === path && !one.isFolder) return one
    }
    return undefined
  }

  private place(owner: Owner): Promise<Place> {
    const uri = typeof owner === 'string' ? owner : owner.artifactUri
    const there = this.places.get(uri) ?? this.find(uri)
    if (this.places.size > 1000) this.places.clear()
    this.places.set(uri, there)
    there.catch(() => this.places.delete(uri))
    return there
  }

  private async find(uri: string): Promise<Place> {
    const { connection } = this.service
    const scheme = /^([a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase()
    if (scheme === 'mlflow-artifacts') return new Proxied(this.service, uri, stepsOf(uri))
    if (scheme === 's3' || scheme === 's3a') return await inBucket(uri, connection.access)
    if (scheme === 'http' || scheme === 'https') return this.ofAddress(uri)
    const expected =
      'artifacts must be in a bucket of S3, or go through the server (started with ' +
      '--serve-artifacts and no other --default-artifact-root)'
    throw new InvalidInputError('MLflow', expected, uri)
  }

  /** An address of the server's own that stands for its artifacts. */
  private ofAddress(uri: string): Place {
    const start = `${this.service.connection.access.uri}/api/2.0/mlflow-artifacts/artifacts/`
    if (uri.startsWith(start)) {
      return new Proxied(this.service, uri, decodedSteps(uri.slice(start.length)))
    }
    // Who we are is told to our own server only.
    throw new InvalidInputError('MLflow', `artifacts must be below ${start}`, uri)
  }
}

/** `mlflow-artifacts:/1/2`, `mlflow-artifacts:///1/2`, `mlflow-artifacts://host:port/1/2`. */
function stepsOf(uri: string): string[] {
  return decodedSteps(uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?/i, ''))
}

function decodedSteps(path: string): string[] {
  const steps = path.replace(/^\/+|\/+$/g, '')
  return folderSteps(steps)
}

async function inBucket(uri: string, access: Service['connection']['access']): Promise<Place> {
  const { InBucket } = await import('./s3.js').catch((error: unknown) => {
    const { code } = error as { code?: string }
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new MissingPackageError('MLflow', '@aws-sdk/client-s3')
  })
  return new InBucket(uri, access)
}
