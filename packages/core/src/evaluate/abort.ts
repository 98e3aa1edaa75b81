/** What stops a long run: an `AbortSignal`, of which no more is asked than this. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Throws the reason of a signal that was given. */
export function checkSignal(signal: StopSignal | null | undefined): void {
  if (signal?.aborted) throw signal.reason
}

/**
 * The items of a source until it ends or the signal is given: also where the source is waited
 * for at that moment. The source is then closed. The next item is asked for only when the one
 * before has been dealt with.
 */
export function untilAborted<T>(
  items: AsyncIterable<T>,
  signal: StopSignal | null | undefined,
): AsyncIterable<T> {
  return signal ? stoppable(items, signal) : items
}

async function* stoppable<T>(items: AsyncIterable<T>, signal: StopSignal): AsyncGenerator<T> {
  checkSignal(signal)
  const iterator = items[Symbol.asyncIterator]()
  // One promise per item: a race against one promise for all would keep every item's reactions.
  let stop: (reason: unknown) => void = () => {}
  const onAbort = () => stop(signal.reason)
  signal.addEventListener('abort', onAbort)
  let ended = false
  try {
    for (;;) {
      checkSignal(signal)
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        stop = reject
        iterator.next().then(resolve, reject)
      })
      ended = next.done === true
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (!ended) await close(iterator, signal.aborted)
  }
}

/** A source that is waiting for something may never answer: then its end is not waited for. */
async function close(iterator: AsyncIterator<unknown>, aborted: boolean): Promise<void> {
  const closing = iterator.return?.()
  if (aborted) closing?.catch(() => {})
  else await closing
}
