import { expect, it } from 'vitest'
import * as z from 'zod'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { setPath } from '../../../src-engine/spec/set-path.ts'

const tree = () => ({ layers: [{ type: 'dense', units: 3, activation: 'relu' }], training: { epochs: 5 } })
const set = (path: string, value: unknown): unknown => {
  const changed = tree()
  setPath(changed, path, value)
  return changed
}

it('sets a value, in a list too, and makes objects on the way', () => {
  expect(set('training.epochs', 7)).toEqual({ ...tree(), training: { epochs: 7 } })
  expect(set('layers[0].units', 4)).toEqual({ ...tree(), layers: [{ type: 'dense', units: 4, activation: 'relu' }] })
  expect(set('training.optimizer.rho', 0.5)).toEqual({ ...tree(), training: { epochs: 5, optimizer: { rho: 0.5 } } })
  expect(set('layers[1].type', 'flatten')).toEqual({ ...tree(), layers: [...tree().layers, { type: 'flatten' }] })
})

it('another type begins its object anew, the same one does not', () => {
  expect(set('layers[0].type', 'flatten')).toEqual({ ...tree(), layers: [{ type: 'flatten' }] })
  expect(set('layers[0].type', 'dense')).toEqual(tree())
})

it.each([
  ['', 'is no path'],
  ['training..epochs', 'is no path'],
  ['__proto__.polluted', 'is no path'],
  ['training.__proto__', 'is no path'],
  ['constructor.prototype.polluted', 'leads through "constructor"'],
  ['training.epochs.more', 'leads through "epochs"'],
  ['layers.length', 'has 1 item'],
  ['layers.push', 'has 1 item'],
  ['layers[2].units', 'has 1 item'],
  ['layers[4000000000]', 'has 1 item'],
  ['layers[01].units', 'has 1 item'],
])('"%s" is refused and changes nothing', (path, reason) => {
  const before = Object.getOwnPropertyNames(Object.prototype)
  const changed = tree()
  expect(() => {
    setPath(changed, path, 1)
  }).toThrow(RangeError)
  expect(() => {
    setPath(changed, path, 1)
  }).toThrow(reason)
  expect(changed).toEqual(tree())
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
})

it('a part of a config with another name is refused', () => {
  const request = {
    source: 'a',
    classes: 2,
    preset: 'mlp-8',
    trainCount: 50,
    given: { trainig: { epochs: 3 } } as object,
  }
  expect(() => presetConfig(request)).toThrow(z.ZodError)
  expect(() => presetConfig(request)).toThrow('trainig')
  const path = ['network.layers[-1].units', 3] as const
  expect(() => presetConfig({ ...request, given: {}, set: [path] })).toThrow('layers[-1]')
})

it('a network nested without end is refused in words', () => {
  const layers: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
  const request = { source: 'a', classes: 2, preset: 'mlp-8', trainCount: 50, given: { network: { layers } } }
  expect(() => presetConfig(request)).toThrow('The network is nested too deeply.')
})
