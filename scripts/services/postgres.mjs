// PostgreSQL on this machine, for tests: a server of its own, from Debian's packages.
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { program } from '../lib/debian.mjs'
import { capture, onPath, succeed } from '../lib/run.mjs'
import { freePort, launch, untilReady } from './launch.mjs'

const user = 'coelho'
/** What no test needs: it may lose what it holds when the machine does. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Where its programs are: those of Debian, installed if they are not there.
 * COELHO_POSTGRES=folder uses yours.
 *
 * @returns {Promise<{ folder: string }>}
 */
export async function install() {
  const own = process.env.COELHO_POSTGRES
  if (own) {
    if (existsSync(join(own, 'postgres'))) return { folder: own }
    throw new Error(`COELHO_POSTGRES is set to ${own}, where no "postgres" is`)
  }
  const there = ofDebian() ?? onPath('initdb')
  if (there) return { folder: dirname(there) }
  // Its servers are not on the PATH; what is there after the install is this program.
  const wanted = { names: ['pg_ctlcluster'], packages: ['postgresql'] }
  await program({ ...wanted, variable: 'COELHO_POSTGRES' })
  const initdb = ofDebian()
  if (initdb) return { folder: dirname(initdb) }
  throw new Error('PostgreSQL is not here: install it, or set COELHO_POSTGRES to its programs')
}

function ofDebian() {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return undefined
  const newest = readdirSync(versions).sort((a, b) => Number(b) - Number(a))
  return newest.map((one) => join(versions, one, 'bin/initdb')).find(existsSync)
}

/** A server of its own, with as many databases as are asked for. */
export async function start() {
  const { folder: programs } = await install()
  const folder = mkdtempSync(join(tmpdir(), 'coelho-postgres-'))
  const data = join(folder, 'data')
  const port = await freePort()
  // It refuses to run as root.
  const as = process.getuid?.() === 0 ? await somebodyElse(folder) : []
  const run = (name, ...args) => [...as, join(programs, name), ...args]
  const call = ([command, ...args]) => succeed(command, args, { cwd: folder, timeoutMs: 60_000 })
  const trust = ['--username', user, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C']
  await call(run('initdb', '--pgdata', data, '--no-sync', ...trust))
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const address = ['-h', '127.0.0.1', '-p', String(port), '-k', folder]
  const [command, ...args] = run('postgres', '-D', data, ...address, ...given)
  const log = join(folder, 'postgres.log')
  const server = await launch(command, args, { log, owned: folder, cwd: folder })
  const client = ['-h', '127.0.0.1', '-p', String(port), '-U', user]
  const isReady = async () => Boolean(await call(run('pg_isready', ...client)))
  await untilReady(server, isReady, { name: 'PostgreSQL' })
  return {
    ...{ port, folder, pid: server.pid, kill: server.kill },
    /**
     * Makes an empty one.
     *
     * @param {string} name
     * @returns {Promise<string>} Its address, as SQLAlchemy takes it.
     */
    async database(name) {
      await call(run('createdb', ...client, name))
      return `postgresql+psycopg2://${user}@127.0.0.1:${port}/${name}`
    },
    async stop() {
      await server.kill('SIGINT') // at once, whoever is connected
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What runs a program as another user of this machine, who is given the folder. */
async function somebodyElse(folder) {
  const { code } = await capture('id', ['-u', 'postgres'])
  const name = code === 0 ? 'postgres' : 'nobody'
  await succeed('chown', [name, folder])
  return ['setpriv', `--reuid=${name}`, '--clear-groups', '--']
}
