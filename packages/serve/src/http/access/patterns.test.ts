import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Found {
  readonly where: string
  readonly pattern: RegExp
}

/** What sees requests: commands and configurations are their owner's. */
const EXPOSED = /^(api|client|http|serving)\//

/** Regular expressions of all files, and patterns that are made at run time. */
function patterns(): { found: Found[]; made: string[] } {
  const found: Found[] = []
  const made: string[] = []
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    if (!EXPOSED.test(name) || !name.endsWith('.ts')) continue
    if (/\.test(-support)?\.ts$/.test(name)) continue
    const text = readFileSync(root + name, 'utf8')
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        const flags = node.text.slice(end + 1)
        found.push({
          where: `${name}: ${node.text}`,
          pattern: new RegExp(node.text.slice(1, end), flags),
        })
      }
      if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') made.push(name)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { found, made }
}

/** Whether something repeated stands in something repeated: `(a+)+`. */
function isNested(pattern: string): boolean {
  const text = pattern.replaceAll(/\\./g, 'e').replaceAll(/\[\^?\]?[^\]]*\]/g, 'c')
  const groups: boolean[] = []
  let inner = false
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if (letter === '(') {
      groups.push(inner)
      inner = false
    } else if (letter === ')') {
      const repeats = /^(\*|\+|\{\d+,\}|\{\d+,\d{2,}\})/.test(text.slice(i + 1))
      if (inner && repeats) return true
      inner = groups.pop()! || inner || repeats
    } else if (/^(\*|\+|\{\d+,\})/.test(text.slice(i))) inner = true
  }
  return false
}

/** The longest it takes for texts that nearly match, of a length that a request can have. */
function slowest(pattern: RegExp, length: number): number {
  const letters = [...'a0 \t\n.,:;/\\"\'-_+=x]', ...pattern.source.replaceAll(/[^ -~]/g, '')]
  let worst = 0
  for (const letter of new Set(letters)) {
    for (const text of [letter.repeat(length), `${letter.repeat(length)}\u0000`]) {
      const fresh = new RegExp(pattern.source, pattern.flags)
      const begun = performance.now()
      fresh.test(text)
      worst = Math.max(worst, performance.now() - begun)
    }
  }
  return worst
}

describe('regular expressions', () => {
  const { found, made } = patterns()

  it('have nothing repeated in what is repeated', () => {
    expect(isNested('^(a+)+$')).toBe(true)
    expect(isNested('^((ab)*c)*$')).toBe(true)
    expect(isNested('^(\\d+\\.)+[a-z]+$')).toBe(true)
    expect(isNested('^(a|b)+[(+*]+x+$')).toBe(false)
    expect(found.length).toBeGreaterThan(20)
    const nested = found.filter(({ pattern }) => isNested(pattern.source))
    expect(nested.map(({ where }) => where)).toEqual([])
  })

  it('are quick with what nearly matches', () => {
    expect(slowest(/^(a+)+$/, 24)).toBeGreaterThan(50)
    const slow = found.filter(({ pattern }) => slowest(pattern, 16_384) > 100)
    expect(slow.map(({ where }) => where)).toEqual([])
  }, 120_000)

  it('are never made of what somebody sent', () => {
    expect(made).toEqual([])
  })
})
