import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A server of pages that runs. */
export interface Launched {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a program that says where its pages are, on a free port. */
export async function launchPages(file: string): Promise<Launched> {
  const child = spawn(process.execPath, [file], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = () => void child.kill()
  process.once('exit', end)
  const ended = once(child, 'exit')
  let said = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text
    if (/http:\S+;/.test(said)) break
  }
  const [, url] = /(http:[^\s;]+)/.exec(said) ?? []
  if (url === undefined) throw new Error(`${file} says no address: ${said}`)
  return {
    url,
    stop: async () => {
      process.off('exit', end)
      child.kill()
      await ended
    },
  }
}
