import { describe, expect, it } from 'vitest'
import { meant, nearestFirst } from './nearest.js'

const names = ['fraud', 'arrival', 'shop']

describe('a name that does not exist', () => {
  it('is taken for one that differs by a letter or two', () => {
    const typos = {
      fruad: 'fraud',
      Fraud: 'fraud',
      frau: 'fraud',
      arival: 'arrival',
      shops: 'shop',
    }
    for (const [typo, name] of Object.entries(typos)) expect(meant(typo, names), typo).toBe(name)
  })

  it('is taken for none where none is like it', () => {
    for (const other of ['', 'payments', 'xx']) expect(meant(other, names), other).toBeUndefined()
    expect(meant('fraud', [])).toBeUndefined()
  })

  it('puts the ones like it first', () => {
    expect(nearestFirst('shpo', names)[0]).toBe('shop')
    expect(nearestFirst('arrive', names)[0]).toBe('arrival')
  })
})
