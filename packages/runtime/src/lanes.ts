/**
 * Does so many pieces of work, some at once: none is begun after one that failed.
 *
 * @example
 * const done: number[] = []
 * await inLanes(3, 2, async (index) => void done.push(index))
 * done // => [0, 1, 2]
 */
export async function inLanes(
  count: number,
  lanes: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    try {
      while (next < count) await work(next++)
    } catch (error) {
      next = count
      throw error
    }
  }
  // All of them end before the first error is told: nothing is under way then.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
