import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { Checkpoints, type Skipped } from '../checkpoint/checkpoints.js'
import { Claim } from '../checkpoint/claim.js'
import type { Manifest } from '../checkpoint/manifest.js'
import type { Objects } from './objects.js'

/** The snapshot of so many events: nothing else has these bytes. */
export function snapshotOf(events: number, length = 2000): Uint8Array {
  const bytes = new Uint8Array(length)
  const seed = createHash('sha256').update(String(events)).digest()
  for (let i = 0; i < length; i++) bytes[i] = seed[i % 32]! ^ i
  return bytes
}

export function take(objects: Objects, writer: string, project = 'fraud'): Promise<Claim> {
  const options = { writer, fresh: () => snapshotOf(0) }
  return Claim.take(new Checkpoints(objects, project), options).then(({ claim }) => claim)
}

/** One event more, saved. */
export function save(claim: Claim, length?: number): Promise<Manifest> {
  const events = claim.manifest.events + 1
  return claim.save({ snapshot: snapshotOf(events, length), positions: [], events, order: [] })
}

/** What is there, which must be whole; its events. */
export async function eventsIn(objects: Objects, length?: number): Promise<number> {
  const skipped: unknown[] = []
  const found = await new Checkpoints(objects, 'fraud', (one) => skipped.push(one)).newest()
  expect(skipped).toEqual([])
  const { events } = found!.manifest
  expect(
    Buffer.compare(found!.snapshot, snapshotOf(events, events === 0 ? undefined : length)),
  ).toBe(0)
  return events
}

/** The manifest of the last of three generations. */
export const newestKey = 'fraud/gen/0000000000000003'

/** A claim, and two events that were saved. */
export async function saveThree(objects: Objects): Promise<void> {
  const claim = await take(objects, 'a')
  await save(claim)
  await save(claim)
}

export async function replace(objects: Objects, key: string, bytes: Uint8Array): Promise<void> {
  await objects.remove(key)
  await objects.create(key, bytes)
}

/** With the newest of three as it is now the one before is found, and the reason told. */
export async function expectFallback(objects: Objects): Promise<void> {
  const skipped: Skipped[] = []
  const found = await new Checkpoints(objects, 'fraud', (one) => skipped.push(one)).newest()
  expect(found?.manifest.events).toBe(1)
  expect(Buffer.compare(found!.snapshot, snapshotOf(1))).toBe(0)
  expect(skipped).toEqual([{ generation: 3, reason: expect.any(String) }])
}
