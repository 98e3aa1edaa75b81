// A process that writes the generation after each one it is told of. The test has several.
import { createInterface } from 'node:readline'
import { say } from '#services/say.js'
import { hashOf, type Manifest } from '../checkpoint/manifest.js'
import { keepSnapshot, manifestOf, publish } from '../checkpoint/publish.js'
import { FencedError } from '../errors.js'
import type { Created, Objects } from './objects.js'
import { openStore } from './open-store.js'

/** One that writes over what is there, as a store without conditional writes does. */
function careless(objects: Objects): Objects {
  return {
    url: objects.url,
    read: (key) => objects.read(key),
    list: (folder) => objects.list(folder),
    remove: (key) => objects.remove(key),
    async create(key: string, bytes: Uint8Array): Promise<Created> {
      for (;;) {
        await objects.remove(key)
        if ((await objects.create(key, bytes)) === 'created') return 'created'
      }
    },
  }
}

/** `won` or `fenced`. */
async function follow(objects: Objects, parent: Manifest, writer: string): Promise<string> {
  const snapshot = new TextEncoder().encode(`${parent.generation + 1} by ${writer}`)
  const { format: _, blob: __, ...facts } = parent
  const next = { generation: parent.generation + 1, parent: hashOf(parent), writer }
  try {
    const manifest = manifestOf({ ...facts, ...next }, snapshot)
    await keepSnapshot(objects, manifest, snapshot)
    await publish(objects, manifest)
    return 'won'
  } catch (error) {
    if (error instanceof FencedError) return 'fenced'
    throw error
  }
}

async function main(address: string, writer: string, isCareless: boolean): Promise<void> {
  const store = await openStore(address)
  const objects = isCareless ? careless(store) : store
  // The first write of a store also looks whether it can be relied on.
  await objects.create(`${writer}/ready`, new Uint8Array(1))
  say('ready')
  for await (const line of createInterface({ input: process.stdin })) {
    say(await follow(objects, JSON.parse(line) as Manifest, writer))
  }
}

const [, , address, writer, care] = process.argv
if (address && writer) void main(address, writer, care === 'careless')
