import type { Served, Service } from '../api/served.js'
import type { Ctx } from './call.js'
import { Refused } from './problem.js'

/** The model that the path names. */
export function modelOf(service: Service, c: Ctx): Served {
  return modelNamed(service, c.req.param('model') ?? '')
}

/** A name is looked up as it is: nothing is made of it, no path and no key. */
export function modelNamed(service: Service, name: string): Served {
  const served = service.models.get(name)
  if (!served) throw new Refused('not-found', 'There is no model of this name: see /v1/models.')
  return served
}

/** The number of a version that the path names. */
export function versionOf(c: Ctx): number {
  const text = c.req.param('version') ?? ''
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refused('not-found', 'Versions are numbers: see /v1/models/{model}/versions.')
}
