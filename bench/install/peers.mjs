import { versions } from '../versions.mjs'
import { ask, run } from './run.mjs'

const modules = {
  'scikit-learn': 'sklearn',
  vowpalwabbit: 'vowpalwabbit',
  'confluent-kafka': 'confluent_kafka',
  fastapi: 'fastapi',
  uvicorn: 'uvicorn',
  httptools: 'httptools',
  uvloop: 'uvloop',
}

/** Puts a library from PyPI beside River; false, and a line that says why, if that fails. */
export async function installPeer(python, name) {
  const wanted = versions[name]
  const module = modules[name]
  const found = await ask(python, ['-c', `import ${module} as m; print(m.__version__)`])
  if (found === wanted) return true
  console.log(`${name}: installing ${wanted} from PyPI into bench/.cache/venv ...`)
  try {
    const packages = [`${name}==${wanted}`]
    await run(python, ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', ...packages])
    return true
  } catch (error) {
    console.log(`${name}: left out, it can't be installed. ${error.message}`)
    return false
  }
}
