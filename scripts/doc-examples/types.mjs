import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, root, tool } from '../lib/run.mjs'

/** As `tsc --init` has it: what compiles for a user who begins. */
const compilerOptions = {
  strict: true,
  noEmit: true,
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
}

/**
 * What the compiler says against examples, against the types that users get:
 * `{ index, line, message }`, the line counted from the first one of the example.
 */
export async function typeFaults(examples, folder, importsFor) {
  mkdirSync(folder, { recursive: true })
  const config = { compilerOptions, include: ['*.ts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  for (const [index, example] of examples.entries()) {
    const imports = example.isPage ? '' : await importsFor(example)
    const code = `${imports.replaceAll('\n', '; ')}\n${example.code}\nexport {}\n`
    writeFileSync(join(folder, `${index}.ts`), code)
  }
  const ran = await capture(...tool('typescript:tsc', '--pretty', 'false', '-p', folder))
  const told = ran.stdout.matchAll(/(?<=^|[/\\])(\d+)\.ts\((\d+),\d+\): error (TS\d+: .*)$/gm)
  const faults = [...told].map(([, index, line, message]) => {
    return { index: Number(index), line: Number(line) - 2, message }
  })
  if (ran.code === 0 || faults.length > 0) return faults
  return [{ index: 0, line: 0, message: `tsc failed: ${ran.stdout}${ran.stderr}` }]
}
