/** What is needed of a web `ReadableStream`, so that no types of the DOM are. */
export interface WebStream {
  getReader(): WebStreamReader
}

export interface WebStreamReader {
  read(): Promise<{ readonly done: boolean; readonly value?: unknown }>
  cancel(): Promise<void>
}

/** Whether a value is a web stream, from whichever realm or package. */
export function isWebStream(value: object): value is WebStream {
  return 'getReader' in value && typeof value.getReader === 'function'
}

/** The chunks of a web stream, which is cancelled if not all of them are wanted. */
export async function* readWebStream(stream: WebStream): AsyncGenerator<unknown, void, undefined> {
  const reader = stream.getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      finished = done
      if (done) return
      yield value
    }
  } finally {
    // a stream that broke refuses to be cancelled; what broke it is on its way already
    if (!finished) await reader.cancel().catch(() => undefined)
  }
}
