import { withBase } from 'vitepress'
import type { Modules } from './runner.js'

/** The file of each module, by the name it is imported by; config.mts says it. */
declare const __MODULES__: Readonly<Record<string, string>>

/** Where modules are, as whole addresses: the code of an example has no place of its own. */
export function moduleAddresses(): Modules {
  if (typeof location === 'undefined') return {}
  const entries = Object.entries(__MODULES__)
  return Object.fromEntries(
    entries.map(([name, file]) => [
      name,
      new URL(withBase(`/modules/${file}`), location.origin).href,
    ]),
  )
}
