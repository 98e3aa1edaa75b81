import { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv, Ctx } from './call.js'
import type { Endpoint } from './endpoint.js'
import { answerFailure } from './failure.js'
import { gate } from './gate.js'
import type { Slots } from './limits/slots.js'
import type { Parts } from './parts.js'
import { readEvents, readJson } from './read-events.js'
import { sendProblem } from './reply.js'
import { dashboardRoutes } from './routes/dashboard.js'
import { docsRoutes } from './routes/docs.js'
import { eventRoutes } from './routes/events.js'
import { healthRoutes } from './routes/health.js'
import { inferRoutes } from './routes/infer.js'
import { insightRoutes } from './routes/insight.js'
import { invocationRoutes } from './routes/invocations.js'
import { learnRoutes } from './routes/learn.js'
import { metricsRoutes } from './routes/metrics.js'
import { modelRoutes } from './routes/models.js'
import { predictRoutes } from './routes/predict.js'
import { trafficRoutes } from './routes/traffic.js'
import { trainingRoutes } from './routes/training.js'
import { versionRoutes } from './routes/versions.js'

const METHODS = ['GET', 'POST', 'PUT']

/** All that can be asked for, behind one gate. */
export function createApp(parts: Parts): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const endpoints = new Map<unknown, Endpoint>()
  const { keyring, requests, settings } = parts
  app.use(gate({ keyring, endpoints, metrics: requests, log: settings.log }))
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
  })
  const document = () => app.getOpenAPI31Document(parts.about)
  for (const endpoint of allEndpoints(parts, document)) {
    const { route, spec } = endpoint
    const handler = handlerOf(endpoint, parts)
    endpoints.set(handler, endpoint)
    if (!spec.isHidden) app.openAPIRegistry.registerPath(route)
    const pattern = spec.pattern ?? spec.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app.on(spec.method.toUpperCase(), pattern, handler)
  }
  app.notFound((c) => answerUnknown(app, c))
  app.onError((error, c) => answerFailure(c, error, settings.log))
  return app
}

function allEndpoints(parts: Parts, document: () => object): Endpoint[] {
  return [
    ...healthRoutes(parts),
    ...modelRoutes(parts),
    ...predictRoutes(parts),
    ...learnRoutes(parts),
    ...insightRoutes(parts),
    ...versionRoutes(parts),
    ...trainingRoutes(parts),
    ...trafficRoutes(parts),
    ...eventRoutes(parts),
    ...inferRoutes(parts),
    ...invocationRoutes(parts),
    ...metricsRoutes(parts),
    ...docsRoutes(document),
    ...dashboardRoutes(parts),
  ]
}

/** Reads the body first: who sends slowly holds no slot meanwhile. */
function handlerOf(endpoint: Endpoint, parts: Parts): (c: Ctx) => Response | Promise<Response> {
  const { slots, settings } = parts
  const { spec } = endpoint
  const work = (ask: () => Response | Promise<Response>) => inSlot(slots, ask)
  switch (endpoint.takes) {
    case 'nothing':
      if (spec.isStream || spec.access === 'public') return (c) => endpoint.answer(c)
      return (c) => work(() => endpoint.answer(c))
    case 'json':
      return async (c) => {
        const body = await readJson(c, settings, spec.takesMany)
        return work(() => endpoint.answer(c, body))
      }
    case 'events':
      return async (c) => {
        const sent = await readEvents(c, settings)
        return work(() => endpoint.answer(c, sent))
      }
  }
}

function inSlot(
  slots: Slots,
  ask: () => Response | Promise<Response>,
): Response | Promise<Response> {
  const turn = slots.enter()
  return turn ? turn.then(() => leaving(slots, ask)) : leaving(slots, ask)
}

function leaving(
  slots: Slots,
  ask: () => Response | Promise<Response>,
): Response | Promise<Response> {
  let answered: Response | Promise<Response> | undefined
  try {
    answered = ask()
  } finally {
    if (!(answered instanceof Promise)) slots.leave()
  }
  return answered instanceof Promise ? answered.finally(() => slots.leave()) : answered
}

/** There, but not by this method; or not there at all. */
function answerUnknown(app: OpenAPIHono<AppEnv>, c: Ctx): Response {
  const allowed = METHODS.filter((method) => app.router.match(method, c.req.path)[0].length > 1)
  if (allowed.length === 0) return sendProblem(c, 'not-found', 'See /docs for what there is.')
  const allow = allowed.join(', ')
  return sendProblem(c, 'wrong-method', `This can be asked for by ${allow}.`, { allow })
}
