// Rules about what a module does when it is loaded, and about what a test says.
import ts from 'typescript'
import { at, descendants, type SourceFile } from './project.js'

export function consoleUses(file: SourceFile): string[] {
  return [...descendants(file.tree)]
    .filter((node) => ts.isIdentifier(node) && node.text === 'console')
    .filter((node) => !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node))
    .map((node) => `${at(file, node)}: a library says nothing by itself; take a Logger`)
}

/** A call at the top of a module keeps the module in every bundle. */
export function callsAtTheTop(file: SourceFile): string[] {
  return [...runAtLoad(file.tree)]
    .filter((node) => isCall(node) && !isMarkedPure(file, node))
    .map((node) => `${at(file, node)}: write a literal, or mark the call with /* @__PURE__ */`)
}

export function repeatedTitles(file: SourceFile): string[] {
  const seen = new Set<string>()
  return titlesOf(file.tree, '').flatMap(({ title, node }) => {
    if (!seen.has(title)) {
      seen.add(title)
      return []
    }
    return [`${at(file, node)}: "${title}" stands here twice; say what differs`]
  })
}

/** The nodes that are evaluated when the module is: no bodies of functions and methods. */
function* runAtLoad(node: ts.Node): Generator<ts.Node> {
  for (const child of node.getChildren()) {
    if (ts.isTypeNode(child) && !ts.isExpressionWithTypeArguments(child)) continue
    if (ts.isFunctionLike(child)) continue
    if (ts.isPropertyDeclaration(child) && !isStatic(child)) continue
    yield child
    yield* runAtLoad(child)
  }
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false
}

function isCall(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)
  )
}

function isMarkedPure(file: SourceFile, node: ts.Node): boolean {
  return /[@#]__PURE__/.test(file.text.slice(node.getFullStart(), node.getStart()))
}

function titlesOf(node: ts.Node, path: string): { title: string; node: ts.Node }[] {
  return node.getChildren().flatMap((child) => {
    if (!ts.isCallExpression(child)) return titlesOf(child, path)
    const [name, ...rest] = child.arguments
    const kind = /^(describe|it|test)\b/.exec(child.expression.getText())?.[1]
    const isPlain = kind !== undefined && name !== undefined && ts.isStringLiteralLike(name)
    if (!isPlain) return titlesOf(child, path)
    const title = path === '' ? name.text : `${path} > ${name.text}`
    if (kind !== 'describe') return [{ title, node: child }]
    return rest.flatMap((body) => titlesOf(body, title))
  })
}
