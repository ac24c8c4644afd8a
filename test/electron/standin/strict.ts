/**
 * What the stand-in gives out in the place of an object of Electron's: asking for something that it does not have is an
 * error, never `undefined`. Self-contained, because pages get it too.
 * @param isDestroyed from then on only that can be asked, as in Electron
 */
export function strict<T extends object>(name: string, target: T, isDestroyed?: () => boolean): T {
  return new Proxy(target, {
    get(object, key, receiver): unknown {
      // Promises ask for `then`, printing and JSON for the others.
      if (typeof key === 'string' && !(key in object) && key !== 'then' && key !== 'toJSON')
        throw new Error(`The stand-in for Electron does not know ${name}.${key}`)
      // What Electron's own classes have dies with the object, not what every emitter has.
      const own = key !== 'isDestroyed' && Object.hasOwn(Object.getPrototypeOf(object) as object, key)
      if (own && isDestroyed?.()) throw new TypeError('Object has been destroyed')
      return Reflect.get(object, key, receiver)
    },
  })
}
