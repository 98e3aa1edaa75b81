import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as learners from '@coelho/learners'
import * as paths from '../paths.mjs'

const models = JSON.parse(readFileSync(join(paths.bench, 'models.json'), 'utf8'))

/** A fresh model of `models.json`, for a stream with these nominal features. */
export function buildModel(name, nominal) {
  return build(models[name], nominal)
}

function build({ class: path, options = {} }, nominal) {
  const Class = path.split('.').reduce((module, part) => module[part], learners)
  const given = Object.entries(options).flatMap(([option, value]) => {
    if (value === '$nominal') return nominal.length > 0 ? [[option, nominal]] : []
    if (value?.class) return [[option, build(value, nominal)]]
    return [[option, value?.$labels ? new Map(value.$labels) : value]]
  })
  return new Class(Object.fromEntries(given))
}
