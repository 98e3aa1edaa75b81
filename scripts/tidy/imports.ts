// Rules about who may know whom.
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'
import { at, descendants, isTest, type Manifest, packageOf, type SourceFile } from './project.js'

/** Imports point from a higher rank to a lower one. */
const RANKS: Record<string, number> = {
  core: 0,
  learners: 1,
  runtime: 2,
  kafka: 3,
  mlflow: 3,
  serve: 4,
}
const ANY_ENGINE = ['core', 'learners']

interface Import {
  readonly specifier: string
  readonly place: string
}

export function nodeImports(file: SourceFile): string[] {
  if (!ANY_ENGINE.includes(packageOf(file)) || isTest(file)) return []
  return importsOf(file)
    .filter(({ specifier }) => isBuiltin(specifier))
    .map(({ place, specifier }) => `${place}: ${specifier} is Node's; use what every engine has`)
}

export function upwardImports(file: SourceFile): string[] {
  const own = packageOf(file)
  if (isTest(file)) return []
  return importsOf(file).flatMap(({ specifier, place }) => {
    const other = /^@coelho\/([^/]+)/.exec(specifier)?.[1]
    if (other === undefined) return []
    if (other === own) return [`${place}: ${specifier} is this package; import the file`]
    const isBelow = (RANKS[other] ?? Number.NaN) < (RANKS[own] ?? Number.NaN)
    if (isBelow) return []
    return [`${place}: ${own} may not know ${other}; move what both need into the lower one`]
  })
}

export function sideImports(file: SourceFile): string[] {
  const folder = `packages/${packageOf(file)}/src/`
  return importsOf(file).flatMap(({ specifier, place }) => {
    if (!specifier.startsWith('.')) return []
    const target = posix.join(posix.dirname(file.path), specifier)
    if (target.startsWith(folder)) return []
    return [`${place}: ${specifier} leaves the package; import it by the package's name`]
  })
}

export function undeclaredImports(file: SourceFile, manifest: Manifest): string[] {
  if (isTest(file)) return []
  // What nobody installs is bundled: what it needs, it needs only while it is built.
  const bundled = manifest.private ? manifest.devDependencies : {}
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...bundled }
  return importsOf(file).flatMap(({ specifier, place }) => {
    if (specifier.startsWith('.') || isBuiltin(specifier)) return []
    // The dashboard's tsconfig names so the types of what the server says: no code, only types.
    if (specifier === '#api') return []
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
    if (name in declared || name === manifest.name) return []
    return [`${place}: ${name} is not among the dependencies of ${manifest.name}; add it there`]
  })
}

/** Files that no entry point leads to. A test alone does not keep a file alive. */
export function deadFiles(
  files: readonly SourceFile[],
  manifests: ReadonlyMap<string, Manifest>,
): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const alive = new Set<string>()
  const waiting = [...manifests].flatMap(([name, manifest]) => entriesOf(name, manifest))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const file = byPath.get(path)
    if (!file || alive.has(path)) continue
    alive.add(path)
    for (const { specifier } of importsOf(file)) {
      if (!specifier.startsWith('.')) continue
      waiting.push(posix.join(posix.dirname(path), specifier.replace(/\.js$/, '.ts')))
    }
    for (const [, own] of file.text.matchAll(/\bownFile\('dist\/(.+)\.js'\)/g)) {
      waiting.push(`packages/${packageOf(file)}/src/${own}.ts`)
    }
  }
  return files
    .filter((file) => !isTest(file) && !alive.has(file.path))
    .map(({ path }) => `${path}: nothing imports it; export it from its index.ts, or delete it`)
}

function entriesOf(folder: string, manifest: Manifest): string[] {
  // An application has no exports: its page loads this.
  if (!manifest.exports) return [`packages/${folder}/src/main.ts`]
  const targets = Object.values(manifest.exports)
  return targets
    .map((target) => (typeof target === 'string' ? target : target.default))
    .map((file) => file.replace(/^\.\/dist/, `packages/${folder}/src`).replace(/\.js$/, '.ts'))
}

function importsOf(file: SourceFile): Import[] {
  return [...descendants(file.tree)].flatMap((node) => {
    const specifier = specifierOf(node)
    return specifier === undefined ? [] : [{ specifier, place: at(file, node) }]
  })
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
  }
  if (ts.isNewExpression(node)) return workerOf(node)
  const isDynamic =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  const [target] = isDynamic ? node.arguments : []
  return target && ts.isStringLiteral(target) ? target.text : undefined
}

/** A file that is loaded by its place, as the program of a worker is: `new URL(…)`. */
function workerOf(node: ts.NewExpression): string | undefined {
  const [file, base] = node.arguments ?? []
  const isFile = node.expression.getText() === 'URL' && base?.getText() === 'import.meta.url'
  return isFile && ts.isStringLiteral(file) ? file.text : undefined
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}
