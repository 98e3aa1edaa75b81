import type { Problem } from '../../../live/kit/messages.js'

const statement = /^([ \t]*(?:import|export)\b[^'"]*?)(['"])([^'"\n]+)\2/gm

/** Code whose imports lead to modules of this site; on lines of the same number. */
export function resolveImports(code: string, modules: Readonly<Record<string, string>>): string {
  return code.replace(statement, (_, before: string, quote: string, name: string, at: number) => {
    const place = modules[name]
    if (place !== undefined) return `${before}${quote}${place}${quote}`
    const line = code.slice(0, at).split('\n').length + before.split('\n').length - 1
    throw new UnknownModule(name, line)
  })
}

/** An import of something that these pages do not have. */
export class UnknownModule extends Error implements Problem {
  override readonly name = 'UnknownModule'
  readonly line: number

  constructor(module: string, line: number) {
    const own = `'live', '@coelho/learners' and its parts, such as '@coelho/learners/drift'`
    super(`there is no '${module}' on this page; it has ${own}`)
    this.line = line
  }
}
