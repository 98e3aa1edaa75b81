import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { root } from '../lib/run.mjs'
import { entryPoints, workspaces } from '../lib/workspaces.mjs'

/**
 * The exported classes and functions whose doc comment has no example, as `file:line name`, and
 * the names that are allowed to have none but need no such leave.
 */
export function withoutExample(allowed) {
  const files = workspaces()
    .flatMap(entryPoints)
    .map(({ source }) => source)
    .filter((file) => existsSync(file))
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noLib: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const missing = new Set()
  const seen = new Set()
  const excused = new Set()
  for (const file of files) visitModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
  const idle = allowed.filter((name) => !excused.has(name))
  return { missing: [...missing].sort(), idle }

  function visitModule(module) {
    if (!module || seen.has(module)) return
    seen.add(module)
    for (const symbol of checker.getExportsOfModule(module)) visit(symbol)
  }

  function visit(symbol) {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
    const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol
    if ((target.flags & ts.SymbolFlags.ValueModule) !== 0) return visitModule(target)
    for (const declaration of target.declarations ?? []) {
      const file = declaration.getSourceFile().fileName
      const isOurs = file.startsWith(join(root, 'packages')) && /[\\/]src[\\/]/.test(file)
      if (!isOurs) continue
      if (!ts.isClassDeclaration(declaration) && !ts.isFunctionDeclaration(declaration)) continue
      if (hasExample(target, declaration)) continue
      if (allowed.includes(target.name)) {
        excused.add(target.name)
        continue
      }
      const { line } = ts.getLineAndCharacterOfPosition(
        declaration.getSourceFile(),
        declaration.getStart(),
      )
      missing.add(`${relative(root, file)}:${line + 1} ${target.name}`)
    }
  }
}

/** An example at one of the overloads is enough. */
function hasExample(symbol, declaration) {
  const all = ts.isFunctionDeclaration(declaration) ? symbol.declarations : [declaration]
  return all.some((one) => ts.getJSDocTags(one).some((tag) => tag.tagName.text === 'example'))
}
