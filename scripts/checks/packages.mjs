import { readFileSync } from 'node:fs'
import { pack } from '../lib/pack.mjs'
import { capture, tool } from '../lib/run.mjs'

/** What npm would publish: publint reads the manifest, attw the types, both on the tarball. */
export default async function packages(tally) {
  const { publint } = await import('publint')
  const { formatMessage } = await import('publint/utils')

  for (const { name, tarball } of await pack()) {
    const { buffer, byteOffset, byteLength } = readFileSync(tarball)
    const packed = buffer.slice(byteOffset, byteOffset + byteLength)
    const { messages, pkg } = await publint({ pack: { tarball: packed }, strict: true })
    const text = messages.map((message) => formatMessage(message, pkg, { color: false })).join('\n')
    tally.judge(`${name}: publint`, { code: messages.length, stdout: text })

    const options = [
      '--profile',
      'esm-only',
      '--format',
      'table-flipped',
      '--no-color',
      '--no-emoji',
    ]
    const attw = await capture(...tool('@arethetypeswrong/cli:attw', tarball, ...options))
    tally.judge(`${name}: are the types wrong?`, attw)
  }
}
