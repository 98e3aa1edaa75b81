import ts from 'typescript'

/** `// => text` after a statement, with more lines of it below when they are set in by four. */
const expectation = /^[ \t;]*(?:\n[ \t]*)?\/\/ => ?(.*(?:\n[ \t]*\/\/ {4}.*)*)/

/**
 * Turns the `// =>` comments of an example into checks. Gives the new code, how many checks it
 * holds, and the names it uses without declaring them.
 */
export function compile(code) {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true)
  const edits = []
  const used = new Set()
  const declared = new Set()
  visit(source)
  let text = code
  for (const { from, to, by } of edits.reverse()) text = text.slice(0, from) + by + text.slice(to)
  return { text, checks: edits.length, free: [...used].filter((name) => !declared.has(name)) }

  function visit(node) {
    if (ts.isIdentifier(node)) note(node)
    const check = checkOf(node, source, code)
    if (check) edits.push(check)
    ts.forEachChild(node, visit)
  }

  function note(node) {
    const { parent } = node
    const isDeclared = parent.name === node && !ts.isPropertyAccessExpression(parent)
    if (isDeclared && !ts.isPropertyAssignment(parent)) declared.add(node.text)
    else if (parent.name !== node) used.add(node.text)
  }
}

function checkOf(node, source, code) {
  const isDeclaration = ts.isVariableStatement(node)
  if (!isDeclaration && !ts.isExpressionStatement(node)) return undefined
  const found = expectation.exec(code.slice(node.end))
  if (!found) return undefined
  const lines = found[1]
    .split('\n')
    .map((line, i) => (i === 0 ? line : line.replace(/^\s*\/\/ {4}/, '')))
  const line = source.getLineAndCharacterOfPosition(node.getStart()).line
  const expected = lines.join('\n').trimEnd()
  if (isDeclaration) {
    const { name } = node.declarationList.declarations[0]
    return {
      from: node.end,
      to: node.end,
      by: `\n;${checkCall(node, name.getText(), line, expected)};`,
    }
  }
  const by = checkCall(node, node.expression.getText(), line, expected, printedBy(node.expression))
  return { from: node.getStart(), to: node.end, by: `;${by};` }
}

function checkCall(node, expression, line, expected, printed) {
  const waits = mayWait(node)
  const [head, arrow] = waits ? ['await __check', 'async () =>'] : ['__checkNow', '() =>']
  const value = printed ? `${arrow} [${printed}]` : `${arrow} (${expression})`
  const wanted = isExpression(expected) ? `${arrow} (${expected}\n)` : 'undefined'
  const facts = JSON.stringify({ line, expected, printed: printed !== undefined })
  return `${head}(${facts}, ${value}, ${wanted})`
}

/** The arguments of `console.log(…)`: what such a line shows is what it prints. */
function printedBy(expression) {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'console.log') return
  return expression.arguments.map((argument) => argument.getText()).join(', ')
}

function mayWait(node) {
  const around = ts.findAncestor(node, ts.isFunctionLike)
  if (!around) return true
  return around.modifiers?.some((part) => part.kind === ts.SyntaxKind.AsyncKeyword) ?? false
}

function isExpression(text) {
  try {
    new Function(`return async () => (${text}\n)`)
    return text.trim() !== ''
  } catch {
    return false
  }
}
