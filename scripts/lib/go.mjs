// Go as new as it is wanted: a bare Debian 12 has 1.19.
import { chmodSync, copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from './cache.mjs'
import { program } from './debian.mjs'
import { succeed } from './run.mjs'

/**
 * A Go that is new enough. One that is older fetches `release` as it fetches modules, from the
 * same proxy and with the same look at its checksum.
 *
 * @param {string} oldest `1.24`
 * @param {string} release What is fetched: `1.24.13`.
 * @returns {Promise<string>} The path of its program `go`.
 */
export async function goSince(oldest, release) {
  const go = await program({
    names: ['go'],
    variable: 'COELHO_GO',
    packages: ['golang-go', 'ca-certificates'],
  })
  if (isSince(await ask(go, 'GOVERSION'), oldest)) return go
  const system = `${await ask(go, 'GOHOSTOS')}-${await ask(go, 'GOHOSTARCH')}`
  const name = `go${release}.${system}`
  const folder = await cached(name, (making) => fetchGo(go, name, making))
  return join(folder, 'go', 'bin', 'go')
}

async function ask(go, name) {
  return (await succeed(go, ['env', name], { timeoutMs: 30_000 })).stdout.trim()
}

function isSince(version, oldest) {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  const [oldMajor, oldMinor] = oldest.split('.').map(Number)
  return major > oldMajor || (major === oldMajor && minor >= oldMinor)
}

/**
 * A whole release of Go is a module too. What a module cannot hold is made good as Go's own
 * command does it: which files are programs, and files that are called go.mod.
 */
async function fetchGo(go, release, making) {
  console.log(`  Fetching ${release} as a Go module, about 75 MB; COELHO_GO=path uses yours.`)
  const modules = join(making, 'modules')
  const flags = `${process.env.GOFLAGS ?? ''} -modcacherw`
  const module = `golang.org/toolchain@v0.0.1-${release}`
  const { stdout } = await succeed(go, ['mod', 'download', '-json', module], {
    env: { GOMODCACHE: modules, GOFLAGS: flags.trim() },
    timeoutMs: 600_000,
  })
  const folder = join(making, 'go')
  renameSync(JSON.parse(stdout).Dir, folder)
  rmSync(modules, { recursive: true })
  for (const file of files(join(folder, 'src'), '_go.mod')) {
    copyFileSync(file, file.replace(/_go\.mod$/, 'go.mod'))
  }
  for (const file of [...files(join(folder, 'pkg', 'tool')), ...files(join(folder, 'bin'))]) {
    chmodSync(file, 0o755)
  }
}

function files(folder, name) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (name ?? entry.name) === entry.name)
    .map((entry) => join(entry.parentPath, entry.name))
}
