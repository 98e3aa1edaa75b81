import { type Objects, Revisions } from '@coelho/runtime'
import { z } from 'zod'
import { ServeError } from '../api/served.js'
import { type Traffic, traffic } from '../api/shapes.js'
import { count } from '../api/values.js'

/** So often a change is tried while others change too. */
const ATTEMPTS = 5

const shape = /* @__PURE__ */ z.object({
  format: z.literal(1),
  /** The version that answers whatever is newer; null: the newest. */
  pinned: count.nullable(),
  ...traffic.shape,
  at: z.string(),
})

/** Which versions answer: what somebody has told, as opposed to what is newest. */
export interface Orders extends Traffic {
  readonly pinned: number | null
}

/**
 * What the servers of a project were told, kept in its store: it holds for all that serve from
 * there, and for those that start later.
 */
export class StandingOrders {
  private readonly folder: string
  private readonly revisions: Revisions
  private readonly note: (text: string) => void
  private number = 0
  private orders: Orders = { pinned: null, shares: [], shadow: null }

  constructor(store: Objects, project: string, note: (text: string) => void) {
    this.folder = `${project}/serving`
    this.revisions = new Revisions(store, this.folder)
    this.note = note
  }

  get current(): Orders {
    return this.orders
  }

  /** Whether others came since the last look. */
  async look(): Promise<boolean> {
    const newer = await this.revisions.newerThan(this.number)
    if (!newer) return false
    this.number = newer.number
    const orders = read(newer.bytes)
    if (!orders) {
      this.note(`orders ${newer.number} in ${this.folder} are not understood: those before hold`)
      return false
    }
    this.orders = orders
    return true
  }

  /** Changes a part of them; what others changed meanwhile stays. */
  async change(part: Partial<Orders>): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const orders = { ...this.orders, ...part }
      const text = JSON.stringify({ format: 1, ...orders, at: new Date().toISOString() })
      if (await this.revisions.add(this.number + 1, Buffer.from(text))) {
        this.number++
        this.orders = orders
        return
      }
      await this.look()
    }
    throw new ServeError('conflict', 'others change it too at this moment: ask again')
  }
}

function read(bytes: Uint8Array): Orders | undefined {
  try {
    const { pinned, shares, shadow } = shape.parse(JSON.parse(Buffer.from(bytes).toString()))
    return { pinned, shares, shadow }
  } catch {
    return undefined
  }
}
