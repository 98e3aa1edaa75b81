// What those who ask notice of new versions, small ones and large ones: the rest of H1.
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Checkpoints, FileObjects } from '@coelho/runtime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Writer } from './following.test-support.js'
import { Range } from './processes.test-support.js'

const full = process.env['COELHO_FULL'] !== undefined
/** Nobody is refused: it would not be counted as waiting. */
const PATIENT = { maxDelayMs: 60_000 }
const range = new Range()
let folder = ''
beforeAll(async () => {
  await range.build()
  folder = await mkdtemp(join(tmpdir(), 'coelho-versions-'))
})
afterAll(async () => {
  await range.close()
  await rm(folder, { recursive: true })
})

/** Writes a version every so often until it is stopped. */
async function keepWriting(writer: Writer, everyMs: number, until: Promise<unknown>) {
  let isOver = false
  const over = until.then(() => {
    isOver = true
  })
  let written = 0
  while (!isOver) {
    await writer.write()
    written++
    await Promise.race([setTimeout(everyMs), over])
  }
  return written
}

describe('new versions', () => {
  it('that come three times a second are not felt by those who ask', async () => {
    const writer = new Writer(join(folder, 'small'), 0)
    await writer.write()
    const { port } = await range.serve(PATIENT, join(folder, 'small'))
    const plan = { port, connections: 50, rate: 500, seconds: full ? 60 : 3 }
    await range.ask({ ...plan, seconds: 2 })
    const quiet = await range.ask({ ...plan, seconds: full ? 20 : 3 })
    const asking = await range.begin(plan)
    const written = await keepWriting(writer, full ? 270 : 200, asking.done)
    const beside = await asking.done
    expect(beside.byStatus).toEqual({ 200: beside.answered })
    expect(written).toBeGreaterThan(full ? 150 : 1)
    expect(beside.good.p99).toBeLessThan(Math.max(2 * quiet.good.p99, full ? 0 : 500))
  }, 120_000)

  it('of many megabytes hold nothing up for long', async () => {
    const versions = full ? 12 : 3
    const [stock, shop] = [join(folder, 'stock'), join(folder, 'shop')]
    const writer = new Writer(stock, full ? 50 : 5)
    for (let i = 0; i < versions; i++) await writer.write()
    const [first, ...more] = (await readdir(join(stock, 'orders/gen'))).sort()
    await publish(first!, stock, shop)
    const server = await range.serve(PATIENT, shop)
    const seconds = more.length + 3
    const asking = await range.begin({ port: server.port, connections: 50, rate: 500, seconds })
    await setTimeout(2000)
    await server.facts()
    for (const version of more) {
      await publish(version, stock, shop)
      await setTimeout(1000)
    }
    const { blockedMs } = await server.facts()
    const { byStatus, answered } = await asking.done
    expect(byStatus).toEqual({ 200: answered })
    expect(blockedMs).toBeLessThan(full ? 50 : 500)
  }, 120_000)
})

/** As another machine's trainer would: here it would take the processor from the server. */
async function publish(version: string, from: string, to: string): Promise<void> {
  const manifest = join('orders/gen', version)
  const checkpoints = new Checkpoints(new FileObjects(from), 'orders')
  const { blob } = await checkpoints.readManifest(Number(version))
  for (const key of [join('orders/blob', blob.sha256), manifest]) {
    await mkdir(dirname(join(to, key)), { recursive: true })
    await copyFile(join(from, key), join(to, `${key}.part`))
    await rename(join(to, `${key}.part`), join(to, key))
  }
}
