import { describe, expect, it } from 'vitest'
import { FileObjects } from '../store/file-objects.js'
import { SimulatedDisk } from '../store/simulated-disk.test-support.js'
import { Checkpoints } from './checkpoints.js'
import { Claim } from './claim.js'

const full = process.env['COELHO_FULL'] === '1'
const SAVES = 3
/** Files are torn at each byte; in a short run, only at some. */
const EVERY = full ? 1 : 37

/** The snapshot of so many events: its bytes tell where it was taken. */
function snapshotOf(events: number): Uint8Array {
  return Uint8Array.from({ length: 50 + events }, (_, i) => (i * 7 + events) % 256)
}

function checkpointsOn(disk: SimulatedDisk): Checkpoints {
  return new Checkpoints(new FileObjects('/store', disk), 'fraud')
}

/** Takes the project and saves; the events of the last save that was reported as done. */
async function work(
  disk: SimulatedDisk,
  writer: string,
): Promise<{ saved: number; error?: unknown }> {
  let saved = -1
  try {
    const options = { writer, fresh: () => snapshotOf(0), keep: 3, now: () => new Date(0) }
    const { claim, checkpoint } = await Claim.take(checkpointsOn(disk), options)
    const start = checkpoint.manifest.events
    saved = start
    for (let events = start + 1; events <= start + SAVES; events++) {
      const order = [[0, events - 1, events]] as const
      const positions = [
        { partition: 't/0', next: events, witness: null, witnessAt: null, lost: 0 },
      ]
      await claim.save({ snapshot: snapshotOf(events), positions, events, order })
      saved = events
    }
    return { saved }
  } catch (error) {
    return { saved, error }
  }
}

/** What is there is whole, at least as new as what was reported, and work goes on from it. */
async function expectSound(disk: SimulatedDisk, saved: number): Promise<void> {
  const found = await checkpointsOn(disk).newest()
  if (!found) {
    expect(saved).toBe(-1)
  } else {
    const { events, positions, order } = found.manifest
    expect(events === saved || events === saved + 1 || (saved === -1 && events === 0)).toBe(true)
    expect(Buffer.compare(found.snapshot, snapshotOf(events))).toBe(0)
    expect(positions.map(({ next }) => next)).toEqual(events === 0 ? [] : [events])
    expect(order).toEqual(events === 0 ? [] : [[0, 0, events]])
  }
  const again = await work(disk, 'second')
  expect(again.error).toBeUndefined()
  expect(again.saved).toBe((found?.manifest.events ?? 0) + SAVES)
}

async function stepsOfAll(): Promise<number> {
  const disk = new SimulatedDisk()
  await work(disk, 'first')
  return disk.steps
}

/** Every way in which a file may be cut: short, or long enough but with zeros at its end. */
function waysToTear(size: number): ((bytes: Uint8Array) => Uint8Array)[] {
  const lengths = Array.from({ length: Math.ceil(size / EVERY) }, (_, i) => i * EVERY)
  return lengths.flatMap((length) => [
    (bytes: Uint8Array) => bytes.slice(0, length),
    (bytes: Uint8Array) => bytes.map((byte, i) => (i < length ? byte : 0)),
  ])
}

/** What a crash before this step left: which of the changes were kept, and how one was torn. */
async function crash(crashAt: number, torn?: SimulatedDisk['torn']) {
  const disk = new SimulatedDisk()
  Object.assign(disk, { crashAt }, torn ? { torn } : {})
  const { saved, error } = await work(disk, 'first')
  expect(saved === SAVES || error !== undefined).toBe(true)
  return { disk, saved }
}

describe('a crash at any moment', () => {
  it('leaves the last generation or the one before, whole, whatever of it was kept', async () => {
    const steps = await stepsOfAll()
    let states = 0
    for (let crashAt = 0; crashAt < steps; crashAt++) {
      const { disk } = await crash(crashAt)
      const whole = 2 ** disk.pending
      for (const [way, torn] of [undefined, ...waysToTear(disk.cut)].entries()) {
        // The file that was being written is the last: without it, it is the same however torn.
        for (let kept = way === 0 ? 0 : whole / 2; kept < whole; kept++, states++) {
          const { disk, saved } = await crash(crashAt, torn)
          let change = 0
          await expectSound(
            disk.afterCrash(() => ((kept >> change++) & 1) === 1),
            saved,
          )
        }
      }
    }
    expect(states).toBeGreaterThan(full ? 10_000 : 300)
  }, 300_000)

  it.each(['EIO', 'ENOSPC'])('%s in any call leaves it as sound', async (failure) => {
    const steps = await stepsOfAll()
    for (let failAt = 0; failAt < steps; failAt++) {
      const disk = new SimulatedDisk()
      Object.assign(disk, { failAt, failure })
      const { saved, error } = await work(disk, 'first')
      if (error !== undefined) expect((error as Error).name).toBe('StoreError')
      await expectSound(
        disk.afterCrash(() => false),
        saved,
      )
    }
  })

  it('is noticed where folders are not synced: the last generation is lost', async () => {
    const disk = new SimulatedDisk()
    disk.syncFolder = async () => {}
    const { saved } = await work(disk, 'first')
    expect(saved).toBe(SAVES)
    await expect(
      expectSound(
        disk.afterCrash(() => false),
        saved,
      ),
    ).rejects.toThrow()
  })
})
