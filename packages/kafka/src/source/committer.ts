import type { Member, TopicPartition } from '../driver/kafka-driver.js'
import type { Line } from '../driver/line.js'

/**
 * Tells the group how far checkpoints have come, for tools that show the lag; nothing here ever
 * reads it. One commit is under way at a time, and of those that wait only the last is sent.
 */
export class Committer {
  private readonly line: Line
  private readonly log: (line: string) => void
  private waiting: { member: Member; next: ReadonlyMap<TopicPartition, number> } | undefined
  private working: Promise<void> | undefined
  private hasComplained = false

  constructor(line: Line, log: (line: string) => void) {
    this.line = line
    this.log = log
  }

  commit(member: Member, next: ReadonlyMap<TopicPartition, number>): void {
    if (next.size === 0) return
    this.waiting = { member, next }
    this.working ??= this.work().finally(() => {
      this.working = undefined
    })
  }

  settled(): Promise<void> {
    return this.working ?? Promise.resolve()
  }

  private async work(): Promise<void> {
    for (let one = this.waiting; one; one = this.waiting) {
      this.waiting = undefined
      const { member, next } = one
      try {
        await this.line.once((link) => link.commit(member, next))
        this.hasComplained = false
      } catch (error) {
        if (this.hasComplained) continue
        this.hasComplained = true
        this.log(
          `offsets were not told to the group ${member.groupId}: ${(error as Error).message}`,
        )
      }
    }
  }
}
