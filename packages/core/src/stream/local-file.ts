import type { Location } from './source.js'

/** What is needed of Node's `fs`, which Deno and Bun have too. */
export interface FileSystem {
  createReadStream(path: unknown): AsyncIterable<Uint8Array>
  createReadStream(path: unknown, encoding: 'utf8'): AsyncIterable<string>
  readonly promises: {
    open(path: unknown, flags: string): Promise<FileHandle>
    readdir(path: unknown): Promise<string[]>
    mkdir(path: unknown, options: { recursive: boolean }): Promise<unknown>
    rename(from: unknown, to: unknown): Promise<void>
    rm(path: unknown, options: { force: boolean }): Promise<void>
  }
}

export interface FileHandle {
  stat(): Promise<{ readonly size: number }>
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<ReadResult>
  write(text: string): Promise<unknown>
  close(): Promise<void>
}

interface ReadResult {
  readonly bytesRead: number
}

declare const process: { getBuiltinModule?(name: string): unknown } | undefined
declare const URL: new (url: string) => { readonly href: string }

/** The file system of the platform; `undefined` where there is none, as in browsers. */
export function fileSystem(): FileSystem | undefined {
  if (typeof process === 'undefined') return undefined
  return process.getBuiltinModule?.('node:fs') as FileSystem | undefined
}

/** A file on this machine; `undefined` if the location is not here, or nothing can open it. */
export function localFile(location: Location): { fs: FileSystem; path: unknown } | undefined {
  const address = typeof location === 'string' ? location : location.href
  const fs = fileSystem()
  if (!fs || /^(https?|data|blob):/i.test(address)) return undefined
  return { fs, path: /^file:/i.test(address) ? new URL(address) : address }
}
