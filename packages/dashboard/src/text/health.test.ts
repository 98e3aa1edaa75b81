import { expect, it } from 'vitest'
import type { Summary } from '#api'
import { healthOf } from './health.js'

const summary = (state: Summary['training']['state'], more: Partial<Summary> = {}): Summary =>
  ({
    ready: true,
    lag: 0,
    eventsPerSecond: 100,
    training: { state, reason: null, controllable: true },
    ...more,
  }) as Summary

it('the health of a model is the worst that can be said of it', () => {
  expect(healthOf(summary('running'))).toEqual({ tone: 'good', text: 'learning' })
  expect(healthOf(summary('elsewhere')).text).toBe('trained elsewhere')
  expect(healthOf(summary('stopped')).tone).toBe('idle')
  expect(healthOf(summary('failed', { ready: false })).text).toBe('training failed')
  expect(healthOf(summary('running', { ready: false })).text).toBe('no version yet')
  const late = healthOf(summary('running', { lag: 12_000 }))
  expect(late).toEqual({ tone: 'warn', text: '2 min behind' })
  expect(healthOf(summary('running', { lag: 12_000, eventsPerSecond: 0 })).tone).toBe('good')
})
