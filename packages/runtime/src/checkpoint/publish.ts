import { FencedError, StoreError } from '../errors.js'
import type { Objects } from '../store/objects.js'
import { blobKey, manifestKey } from './keys.js'
import { encodeManifest, type Manifest, sha256 } from './manifest.js'

const ATTEMPTS = 3

/**
 * The manifest of a snapshot that is there, under its number, which one writer only can create:
 * that is the moment at which model, metrics and positions become the project's state, all at
 * once. A `FencedError` when another was first.
 */
export async function publish(objects: Objects, manifest: Manifest): Promise<void> {
  const { project, generation } = manifest
  const bytes = encodeManifest(manifest)
  const there = await insist(objects, manifestKey(project, generation), bytes)
  if (Buffer.compare(there, bytes) === 0) return
  throw fenced(objects, project, generation)
}

/** A generation is there that this process did not write. */
export function fenced(objects: Objects, project: string, generation: number): FencedError {
  const what = `generation ${generation} of ${project} was written by another process`
  return new FencedError(objects.url, `${what}: it owns the project now`)
}

/**
 * A snapshot under its hash. One that is there already is the same by its name, unless the store
 * has damaged it.
 */
export async function keepSnapshot(
  objects: Objects,
  { project, blob }: Manifest,
  bytes: Uint8Array,
): Promise<void> {
  const key = blobKey(project, blob.sha256)
  const there = await insist(objects, key, bytes)
  if (there === bytes || Buffer.compare(there, bytes) === 0) return
  await objects.remove(key)
  const again = await insist(objects, key, bytes)
  if (Buffer.compare(again, bytes) === 0) return
  throw new StoreError(objects.url, `${key} is not what was written to it`)
}

/** Creates a key, and answers what is there then: one's own bytes, or another's. */
async function insist(objects: Objects, key: string, bytes: Uint8Array): Promise<Uint8Array> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if ((await objects.create(key, bytes)) === 'created') return bytes
    const there = await objects.read(key)
    if (there) return there
  }
  throw new StoreError(objects.url, `${key} could not be written in ${ATTEMPTS} attempts`)
}

/** The manifest of a snapshot, with the hash and the size filled in. */
export function manifestOf(
  facts: Omit<Manifest, 'format' | 'blob'>,
  snapshot: Uint8Array,
): Manifest {
  return { format: 1, ...facts, blob: { sha256: sha256(snapshot), bytes: snapshot.length } }
}
