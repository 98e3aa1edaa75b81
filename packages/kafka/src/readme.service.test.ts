import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kafka } from '#services/ask.js'
import { buildProgram } from '#services/worker-process.js'
import { TestCluster } from './cluster.test-support.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

let cluster: TestCluster
let folder: string
beforeAll(async () => {
  cluster = await TestCluster.at((await kafka()).brokers)
  folder = await mkdtemp(join(tmpdir(), 'coelho-readme-'))
})
afterAll(async () => {
  await cluster.close()
  await rm(folder, { recursive: true })
})

/** A program of the README as it stands, but for where the broker is and what topics are called. */
async function build(index: number, topic: string): Promise<string> {
  const page = await readFile(here('../README.md'), 'utf8')
  const programs = [...page.matchAll(/```ts with-broker\n([\s\S]*?)```/g)]
  const own = join(folder, `${index}`)
  await mkdir(own)
  const file = join(own, 'readme.ts')
  const brokers = cluster.brokers.map((broker) => `'${broker}'`).join()
  const program = programs[index]![1]!.replace("'localhost:9092'", brokers)
  await writeFile(file, program.replaceAll("'payments", `'${topic}`))
  return buildProgram(pathToFileURL(file), own)
}

it('the programs of the README work as they stand', async () => {
  const topic = `t-${randomUUID().slice(0, 8)}`
  await cluster.create(topic, 2)
  await cluster.create(`${topic}.dead`, 1)
  await cluster.producer.writeAll([{ topic, key: 'k', value: 'no payment' }])
  const writer = spawn(process.execPath, [await build(1, topic)], { stdio: 'inherit' })
  expect(await once(writer, 'exit')).toEqual([0, null])

  const program = await build(0, topic)
  const worker = spawn(process.execPath, [program], { cwd: folder, stdio: ['ignore', 'pipe', 2] })
  const ended = once(worker, 'exit')
  let said = ''
  for await (const text of worker.stdout!.setEncoding('utf8')) {
    said += text
    if (said.includes('1001 events')) worker.kill('SIGTERM')
  }
  expect(await ended).toEqual([0, null])
  expect(said.trim().split('\n').at(-1)).toBe('1001 events, 1 of them dead')
  expect(await cluster.messages(`${topic}.dead`)).toHaveLength(1)
})
