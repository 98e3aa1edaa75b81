import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { stopOnSignals } from './stop.js'
import type { Terminal } from './terminal.js'

const terminal = (): Terminal => ({
  ...{ out: new PassThrough(), err: new PassThrough(), folder: '/', env: {} },
})

afterEach(() => void vi.restoreAllMocks())

describe('a signal', () => {
  it('asks once for a clean end, and the second time ends the process at once', () => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
      const onFirst = vi.fn()
      const stop = stopOnSignals(terminal(), onFirst)
      expect(stop.signal.aborted).toBe(false)
      process.emit(signal, signal)
      expect({ aborted: stop.signal.aborted, told: onFirst.mock.calls.length }).toEqual({
        aborted: true,
        told: 1,
      })
      expect(exit).not.toHaveBeenCalled()
      process.emit(signal, signal)
      expect(exit).toHaveBeenCalledWith(code)
      stop.release()
      exit.mockRestore()
    }
  })

  it('is nobody any more after the end', () => {
    const before = process.listenerCount('SIGINT')
    const stop = stopOnSignals(terminal(), () => {})
    expect(process.listenerCount('SIGINT')).toBe(before + 1)
    stop.release()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })

  it('is also that nobody reads what is written', () => {
    const world = terminal()
    const stop = stopOnSignals(world, () => {})
    world.out.emit('error', new Error('EPIPE'))
    expect(stop.signal.aborted).toBe(true)
    stop.release()
  })
})
