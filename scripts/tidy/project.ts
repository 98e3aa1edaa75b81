import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** One file of a package, read and parsed. */
export interface SourceFile {
  /** From the root of the repository, with slashes: `packages/core/src/index.ts`. */
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** What of a package.json the rules look at. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Record<string, string | { readonly default: string }>
  readonly devDependencies?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

export function parse(path: string, text: string): SourceFile {
  const code = path.endsWith('.svelte') ? scriptOf(text) : text
  return { path, text, tree: ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true) }
}

/** The script of a Svelte component, at the lines where it stands. */
function scriptOf(text: string): string {
  const [, before = '', tag = '', code = ''] =
    /^([\s\S]*?)(<script[^>]*>)([\s\S]*?)<\/script>/.exec(text) ?? []
  return (before + tag).replaceAll(/[^\n]/g, ' ') + code
}

export function readSources(): SourceFile[] {
  return packageFolders().flatMap((name) => {
    const folder = join(root, 'packages', name, 'src')
    if (!existsSync(folder)) return []
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
    return files
      .filter((file) => /\.(ts|svelte)$/.test(file))
      .map((file) => read(join(folder, file)))
  })
}

/** The manifests by the name of their folder: `core`, `learners`. */
export function readManifests(): Map<string, Manifest> {
  return new Map(packageFolders().map((name) => [name, readManifest(name)]))
}

export function isTest({ path }: SourceFile): boolean {
  return /\.(test|test-support|test-d)\.ts$/.test(path)
}

/** The folder name of the package a file belongs to: `core`. */
export function packageOf({ path }: SourceFile): string {
  return path.split('/')[1] ?? ''
}

/** `path:line`, as an editor opens it. */
export function at(file: SourceFile, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

export function* descendants(node: ts.Node): Generator<ts.Node> {
  for (const child of node.getChildren()) {
    yield child
    yield* descendants(child)
  }
}

function packageFolders(): string[] {
  return readdirSync(join(root, 'packages')).sort()
}

function readManifest(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest
}

function read(file: string): SourceFile {
  const path = relative(root, file).replaceAll('\\', '/')
  return parse(path, readFileSync(file, 'utf8'))
}
