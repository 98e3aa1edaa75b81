// Prometheus's own opinion of what is here.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSeq, parseDocument } from 'yaml'
import { install } from '#services/promtool.mjs'
import { capture } from '../scripts/lib/run.mjs'
import { alertRules, pathOf } from './files.test-support.js'

let program = ''
let scratch = ''
const folder = pathOf('prometheus')

beforeAll(async () => {
  program = (await install()).program
  scratch = await mkdtemp(join(tmpdir(), 'coelho-promtool-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const promtool = (args: string[], cwd = folder) => capture(program, args, { cwd })

describe('promtool', () => {
  it('takes the configuration and the rules', async () => {
    const config = await promtool(['check', 'config', '--syntax-only', 'prometheus.yml'])
    expect(config).toMatchObject({ code: 0, stderr: '' })
    const rules = await promtool(['check', 'rules', 'alerts.yml'])
    expect(rules).toMatchObject({ code: 0, stderr: '' })
    expect(rules.stdout).toContain(`${alertRules().length} rules found`)
  })

  it('refuses a rule that is none', async () => {
    const text = await readFile(join(folder, 'alerts.yml'), 'utf8')
    await writeFile(join(scratch, 'broken.yml'), text.replace('coelho_model_ready ==', '=='))
    expect((await promtool(['check', 'rules', 'broken.yml'], scratch)).code).not.toBe(0)
  })

  it('sees each alert where it belongs, and nowhere else', async () => {
    const { code, stdout, stderr } = await promtool(['test', 'rules', 'alerts.test.yml'])
    expect(code, stdout + stderr).toBe(0)
  })

  it.each(['vector(1) > 2', 'vector(1)'])('misses each alert where it is %s', async (expr) => {
    const text = await readFile(join(folder, 'alerts.yml'), 'utf8')
    const tests = await readFile(join(folder, 'alerts.test.yml'), 'utf8')
    await writeFile(join(scratch, 'alerts.yml'), withExpression(text, expr))
    await writeFile(join(scratch, 'alerts.test.yml'), tests)
    const { code, stdout, stderr } = await promtool(['test', 'rules', 'alerts.test.yml'], scratch)
    expect(code).toBe(1)
    for (const { alert } of alertRules()) expect(stdout + stderr).toContain(`alertname: ${alert},`)
  })
})

/** The rules, all of them by another expression. */
function withExpression(text: string, expr: string): string {
  const document = parseDocument(text)
  const groups = document.get('groups')
  if (!isSeq(groups)) throw new Error('no groups')
  groups.items.forEach((_, group) => {
    const rules = document.getIn(['groups', group, 'rules'])
    if (!isSeq(rules)) throw new Error('no rules')
    rules.items.forEach((_, rule) => {
      document.setIn(['groups', group, 'rules', rule, 'expr'], expr)
    })
  })
  return document.toString()
}
