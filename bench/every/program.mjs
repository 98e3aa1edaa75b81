/**
 * The calls of a protocol as a function of plain code, as a user would write them: taking each call
 * from a list would cost more than many of the calls. `run(object, columns, variables, first, rows,
 * kept)` goes round the columns from row `first`; the last results of each recorded call stay in
 * `kept`, one place after the other.
 */
export function compile(operations, { columns, variables, ...tools }) {
  const names = Object.keys(columns)
  const assigned = operations.flatMap(({ assign }) => assign ?? [])
  const others = new Set([...Object.keys(variables), ...assigned].filter((n) => !(n in columns)))
  const constants = []
  const code = [
    ...names.map((name) => `const all_${name} = columns.${name}`),
    ...[...others].map((name) => `let ${variable(name)} = variables.${name}`),
    `const count = all_${names[0]}.length`,
    'let i = first % count',
    'for (let row = 0; row < rows; row++) {',
    ...names.map((name) => `  let ${variable(name)} = all_${name}[i]`),
    ...operations.map((operation, k) => line(operation, k, { ...tools, constants })),
    '  i = i + 1 === count ? 0 : i + 1',
    '}',
  ].join('\n')
  const words = ['object', 'columns', 'variables', 'first', 'rows', 'kept', 'constants']
  const made = new Function(...words, code)
  return (...given) => made(...given, constants)
}

/** One call, and what is done with its result. */
function line({ call, get, args = [], kwargs, record, assign }, k, tools) {
  const given = args.map((argument) => word(argument, tools))
  if (kwargs) {
    const named = Object.entries(kwargs).map(([name, argument]) => {
      return `${tools.camelCase(name)}: ${word(argument, tools)}`
    })
    given.push(`{ ${named.join(', ')} }`)
  }
  const value = get ? property(get, tools) : method(call, given.join(', '), tools)
  const stored = record ? `kept[${k}][row % ${tools.keep}] = ` : ''
  return `  ${stored}${assign ? `${variable(assign)} = ` : ''}${value}`
}

function word(argument, { constants, read }) {
  if (typeof argument === 'string') return variable(argument)
  if ('const' in argument) return `constants[${constants.push(read(argument.const)) - 1}]`
  const [mapping, key] = argument.item
  return `${variable(mapping)}[${variable(key)}]`
}

function method(name, given, { object, methodName }) {
  if (name === '__iter__') return '[...object]'
  if (name === '__call__' && typeof object === 'function') return `object(${given})`
  return `object.${methodName(object, name)}(${given})`
}

function property(path, { object, camelCase }) {
  if (path === '__len__') return typeof object.length === 'number' ? 'object.length' : 'object.size'
  const name = camelCase(path)
  return typeof object[name] === 'function' ? `object.${name}()` : `object.${name}`
}

function variable(name) {
  return `at_${name}`
}
