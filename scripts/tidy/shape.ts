// Rules about size and form. Each gives one line per breach: where, and what to write instead.
import ts from 'typescript'
import { at, descendants, type SourceFile } from './project.js'

const MOST_LINES = 300
const MOST_FUNCTION_LINES = 60
const MOST_COLUMNS = 100
const MOST_STEPS = 2

/** Datasets are tables: a line an event. */
const isData = ({ path }: SourceFile) => path.includes('/datasets/data/')

export function longFiles(file: SourceFile): string[] {
  if (isData(file)) return []
  const lines = file.text.trimEnd().split('\n').length
  if (lines <= MOST_LINES) return []
  return [`${file.path}: ${lines} lines; give a part of it its own file (${MOST_LINES} at most)`]
}

export function longFunctions(file: SourceFile): string[] {
  return [...descendants(file.tree)].filter(ts.isFunctionLike).flatMap((node) => {
    const first = file.tree.getLineAndCharacterOfPosition(node.getStart()).line
    const last = file.tree.getLineAndCharacterOfPosition(node.getEnd()).line
    const lines = last - first + 1
    if (lines <= MOST_FUNCTION_LINES) return []
    return [`${at(file, node)}: ${lines} lines; name a step of it and make that a function`]
  })
}

export function longLines(file: SourceFile): string[] {
  if (isData(file)) return []
  return file.text.split('\n').flatMap((line, i) => {
    if (line.length <= MOST_COLUMNS || /^\W*https?:\S+$/.test(line)) return []
    return [`${file.path}:${i + 1}: ${line.length} columns; break it before ${MOST_COLUMNS}`]
  })
}

/**
 * A contract, its kind, a class: more steps than that hide where things happen. (`Configured`, of
 * which all contracts are, does nothing but hold options.)
 */
export function deepInheritance(files: readonly SourceFile[]): string[] {
  const parents = new Map<string, string>()
  const places = new Map<string, string>()
  for (const file of files) {
    for (const node of [...descendants(file.tree)].filter(ts.isClassDeclaration)) {
      if (node.name) places.set(node.name.text, at(file, node))
      const parent = parentOf(node)
      if (node.name && parent) parents.set(node.name.text, parent)
    }
  }
  return [...parents.keys()].flatMap((name) => {
    const chain = [name]
    for (
      let next = parents.get(name);
      next && places.has(next) && next !== 'Configured';
      next = parents.get(next)
    ) {
      if (chain.includes(next)) break
      chain.push(next)
    }
    if (chain.length - 1 <= MOST_STEPS) return []
    return [`${places.get(name)}: ${chain.join(' < ')}; hold a part instead of extending a class`]
  })
}

/** What runs for each row makes no garbage and calls nobody's callback. */
export function slowLoops(file: SourceFile): string[] {
  const methods = [...descendants(file.tree)].filter(
    (node) =>
      ts.isMethodDeclaration(node) && /^(learn|score|transform)Row$/.test(node.name.getText()),
  )
  return methods.flatMap((method) =>
    [...descendants(method)]
      .filter((node) => hinders(node))
      .map((node) => `${at(file, node)}: in a row's hot loop; write a counted for over locals`),
  )
}

export function wordyComments(file: SourceFile): string[] {
  const told = /^\s*\*?\s*@(author|license|date|version|since)\b|@(param|returns?|type)\s*\{/
  return file.text.split('\n').flatMap((line, i) => {
    if (!told.test(line)) return []
    return [`${file.path}:${i + 1}: say why or what shape; git and the types know the rest`]
  })
}

function parentOf(node: ts.ClassDeclaration): string | undefined {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
  return clause?.types[0]?.expression.getText().split('.').at(-1)
}

function hinders(node: ts.Node): boolean {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isForOfStatement(node) ||
    ts.isTryStatement(node) ||
    ts.isSpreadElement(node) ||
    ts.isObjectLiteralExpression(node)
  )
}
